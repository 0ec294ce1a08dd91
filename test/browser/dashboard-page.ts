import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";
import { test } from "vitest";
import { bundleDashboard } from "../../emulator/dashboard/bundle.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { ensureChromium } from "../../scripts/engines/chromium.ts";
import { type SdkApp, startSdkApp } from "./sdk-app.ts";

const engine = await ensureChromium();
const missing = "missing" in engine ? engine.missing : undefined;

/** Ends the name of every test that needs a browser: why it was skipped. */
export const why = missing === undefined ? "" : ` (skipped: ${missing})`;
export const run = test.skipIf(missing !== undefined);

/** The dashboard of an emulator in a real browser, and an app on its hub `default`. */
export interface DashboardPage extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly app: SdkApp;
  readonly page: Page;
  addressOf(hub: string, section: string, id?: string): string;
  /** Rows of the page's tables that have all these texts in them. */
  rowOf(...texts: readonly string[]): ReturnType<Page["getByRole"]>;
}

/** A page of a browser, for a dashboard that is built; undefined where there is no browser. */
export async function openPage(): Promise<Page | undefined> {
  if ("missing" in engine) return undefined;
  await bundleDashboard(fileURLToPath(new URL("../../dist/dashboard/", import.meta.url)));
  const browser = await chromium.launch({ ...engine, args: [...engine.args] });
  return browser.newPage();
}

/** Undefined where there is no browser. */
export async function openDashboard(): Promise<DashboardPage | undefined> {
  const page = await openPage();
  if (page === undefined) return undefined;
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  const emulator = await startEmulator({ ...ports, taskHubs: ["default", "empty"] });
  const app = await startSdkApp(emulator.grpc, "default");
  return {
    emulator,
    app,
    page,
    addressOf(hub, section, id) {
      const base = `${emulator.dashboard}/subscriptions/local/schedulers/emulator/taskhubs`;
      const list = `${base}/${hub}/${section}`;
      return id === undefined ? list : `${list}/${encodeURIComponent(id)}`;
    },
    rowOf: (...texts) =>
      texts.reduce((rows, text) => rows.filter({ hasText: text }), page.getByRole("row")),
    async [Symbol.asyncDispose]() {
      await page.context().browser()?.close();
      await app[Symbol.asyncDispose]();
      await emulator.stop();
    },
  };
}
