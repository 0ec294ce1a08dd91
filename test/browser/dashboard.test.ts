import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { Emulator } from "../../emulator/index.ts";
import { type DashboardPage, openDashboard, run, why } from "./dashboard-page.ts";
import { markup, type SdkApp } from "./sdk-app.ts";

let dashboard: DashboardPage | undefined;
let emulator: Emulator;
let app: SdkApp;
let page: Page;
let rowOf: DashboardPage["rowOf"];
let listOf: (hub: string) => string;
let detailOf: (instanceId: string) => string;

beforeAll(async () => {
  dashboard = await openDashboard();
  if (dashboard === undefined) return;
  const { addressOf } = dashboard;
  ({ emulator, app, page, rowOf } = dashboard);
  listOf = (hub) => addressOf(hub, "orchestrations");
  detailOf = (instanceId) => addressOf("default", "orchestrations", instanceId);
  const { client } = app;
  await client.scheduleNewOrchestration("Greet", "Ada", "greet-ada");
  await client.scheduleNewOrchestration(markup, markup, markup);
  await client.scheduleNewOrchestration("Fail", undefined, "fail-1");
  await client.scheduleNewOrchestration("Approve", undefined, "approve-1");
  await client.waitForOrchestrationCompletion("greet-ada", false, 20);
  await client.waitForOrchestrationCompletion(markup, false, 20);
  await client.waitForOrchestrationCompletion("fail-1", false, 20);
});

afterAll(() => dashboard?.[Symbol.asyncDispose]());

run(`the first page leads to a task hub and shows statuses with their counts${why}`, async () => {
  await page.goto(emulator.dashboard);
  await rowOf("Completed", "greet-ada").waitFor();
  await rowOf("Failed", "fail-1").waitFor();
  await rowOf("Running", "approve-1").waitFor();
  expect(page.url()).toBe(listOf("default"));
  await page.getByRole("button", { name: "Completed 2" }).waitFor();
});

run(`a status filter is in the address, and survives reload and Back${why}`, async () => {
  await page.goto(listOf("default"));
  await page.getByRole("button", { name: "Failed 1" }).click();
  await rowOf("greet-ada").waitFor({ state: "detached" });
  expect(page.url()).toContain("status=failed");
  await page.reload();
  await rowOf("fail-1").waitFor();
  expect(await rowOf("greet-ada").count()).toBe(0);
  await page.getByRole("link", { name: "Fail", exact: true }).click();
  await page.getByRole("heading", { name: "Why it failed" }).waitFor();
  await page.goBack();
  await rowOf("fail-1").waitFor();
  expect(await rowOf("greet-ada").count()).toBe(0);
});

run(`search finds by id and by name${why}`, async () => {
  await page.goto(listOf("default"));
  await page.getByRole("searchbox").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("APPROVE");
  await rowOf("greet-ada").waitFor({ state: "detached" });
  await rowOf("approve-1").waitFor();
});

run(`the detail shows output, failure with its cause, timeline and history${why}`, async () => {
  await page.goto(detailOf("greet-ada"));
  await page.getByRole("region", { name: "Output" }).getByText('"Hello Ada!"').waitFor();
  await page.getByRole("tabpanel").getByText("SayHello").waitFor();
  await page.getByRole("tab", { name: "History" }).click();
  await rowOf("Activity scheduled", "SayHello", '"Ada"').waitFor();
  await rowOf("Activity completed", "SayHello", '"Hello Ada!"').waitFor();
  await page.goto(detailOf("fail-1"));
  await page
    .getByRole("region", { name: "Failure" })
    .getByText("the warehouse burns")
    .first()
    .waitFor();
});

run(`what happens meanwhile appears without a reload${why}`, async () => {
  await page.goto(listOf("default"));
  await page.getByRole("button", { name: "Live", exact: true }).waitFor();
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  await app.client.scheduleNewOrchestration("Greet", "Bob", "greet-bob");
  await rowOf("Completed", "greet-bob").waitFor();
  expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
});

run(`raising an event from the page completes the orchestration${why}`, async () => {
  await page.goto(detailOf("approve-1"));
  await page.getByRole("region", { name: "Custom status" }).getByText('"approval"').waitFor();
  await page.getByRole("button", { name: "Raise event" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Event name").fill("approval");
  await dialog.getByLabel("Data").fill('{"by":"Ada"}');
  await dialog.getByRole("button", { name: "Raise event" }).click();
  await page.getByRole("heading", { level: 1 }).getByText("Completed").waitFor();
  const state = await app.client.getOrchestrationState("approve-1", true);
  expect(state?.serializedOutput).toBe('{"answer":{"by":"Ada"}}');
});

run(`an orchestration started from the page runs, and its detail opens${why}`, async () => {
  await page.goto(listOf("default"));
  await page.getByRole("button", { name: "Start orchestration" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Greet");
  await dialog.getByLabel("Input").fill('"Eve"');
  await dialog.getByRole("button", { name: "Start" }).click();
  await page.getByRole("region", { name: "Output" }).getByText('"Hello Eve!"').waitFor();
});

run(`markup in names, ids and inputs is shown as text${why}`, async () => {
  await page.goto(listOf("default"));
  await rowOf(markup).waitFor();
  await page.getByRole("link", { name: markup, exact: true }).click();
  await page.getByRole("region", { name: "Input" }).getByText(markup).waitFor();
  await page.getByRole("tab", { name: "History" }).click();
  await rowOf("Activity scheduled", markup).waitFor();
  expect(await page.locator("img[src=x]").count()).toBe(0);
  expect(await page.title()).not.toBe("hacked");
});

run(`an empty hub says what to do next${why}`, async () => {
  await page.goto(listOf("empty"));
  await page.getByText(`${emulator.connectionString("empty")}`).waitFor();
});
