import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { type Emulator, type Options, startEmulator } from "../../emulator/index.ts";
import { openPage, run, why } from "./dashboard-page.ts";

let folder: string;
let token: string;
let page: Page;
let emulator: Emulator;
let settings: Partial<Options>;

beforeAll(async () => {
  const opened = await openPage();
  if (opened === undefined) return;
  page = opened;
  folder = await mkdtemp(join(tmpdir(), "dtk-sign-in-"));
  const authTokenFile = join(folder, "token");
  settings = { grpcPort: 0, restPort: 0, dashboardPort: 0, authTokenFile };
  emulator = await startEmulator(settings);
  token = (await readFile(authTokenFile, "utf8")).trim();
});

afterAll(async () => {
  await page?.context().browser()?.close();
  await emulator?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const signIn = async (text: string) => {
  await page.getByLabel("The token in the file").fill(text);
  await page.getByRole("button", { name: "Sign in" }).click();
};

run(`the token opens the dashboard, which stays open until the emulator ends${why}`, async () => {
  await page.goto(emulator.dashboard);
  await signIn("not the token of it");
  await page.getByText("This is not the emulator's token.").waitFor();
  await signIn(token);
  await page.getByText("is ready and empty").waitFor();
  await page.reload();
  await page.getByText("is ready and empty").waitFor();
  expect(await page.evaluate("document.cookie")).toBe("");

  const dashboardPort = Number(new URL(emulator.dashboard).port);
  await emulator.stop();
  emulator = await startEmulator({ ...settings, dashboardPort });
  // The page finds out by itself that its session is over.
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});
