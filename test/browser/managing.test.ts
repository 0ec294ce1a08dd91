import { EntityInstanceId } from "@microsoft/durabletask-js";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { type DashboardPage, openDashboard, run, why } from "./dashboard-page.ts";
import { markup, type SdkApp } from "./sdk-app.ts";

let dashboard: DashboardPage | undefined;
let app: SdkApp;
let page: Page;
let rowOf: DashboardPage["rowOf"];
let addressOf: DashboardPage["addressOf"];

beforeAll(async () => {
  dashboard = await openDashboard();
  if (dashboard === undefined) return;
  ({ app, page, rowOf, addressOf } = dashboard);
  const { client } = app;
  for (const id of ["buy-1", "buy-2"]) await client.scheduleNewOrchestration("Buy", undefined, id);
  await client.scheduleNewOrchestration("Approve", undefined, "approve-1");
  await client.waitForOrchestrationCompletion("buy-1", false, 20);
  await client.waitForOrchestrationCompletion("buy-2", false, 20);
  for (const key of ["a/1", "b", markup]) {
    await client.signalEntity(new EntityInstanceId("box", key), "put", { in: key });
  }
  const ScheduleConfiguration = {
    ScheduleId: "nightly",
    OrchestrationName: "Sweep",
    Interval: "1.00:00:00",
  };
  const schedule = { Status: 1, NextRunAt: "2100-01-01T00:00:00Z", ScheduleConfiguration };
  await client.signalEntity(new EntityInstanceId("schedule", "nightly"), "put", schedule);
});

afterAll(() => dashboard?.[Symbol.asyncDispose]());

/** Presses a button and confirms what it asks. */
async function confirm(name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

run(`a failed orchestration is rewound, restarted and purged from its page${why}`, async () => {
  await page.goto(addressOf("default", "orchestrations", "buy-1"));
  await page.getByRole("heading", { level: 1 }).getByText("Failed").waitFor();
  app.openShop();
  await confirm("Rewind");
  await page.getByRole("heading", { level: 1 }).getByText("Completed").waitFor();
  await confirm("Restart");
  await page.waitForURL((url) => !url.pathname.endsWith("buy-1"));
  await page.getByRole("heading", { level: 1 }).getByText("Completed").waitFor();
  await page.goto(addressOf("default", "orchestrations", "buy-1"));
  await confirm("Purge");
  await page.waitForURL(addressOf("default", "orchestrations"));
  await rowOf("buy-2").waitFor();
  expect(await rowOf("buy-1").count()).toBe(0);
});

run(
  `what is selected in the list is acted on together, and what is not is said${why}`,
  async () => {
    await app.client.scheduleNewOrchestration("Approve", undefined, "approve-2");
    await page.goto(addressOf("default", "orchestrations"));
    for (const id of ["approve-1", "approve-2", "buy-2"])
      await page.getByLabel(`Select ${id}`).check();
    await page.getByRole("region", { name: "Selected" }).getByText("3 selected").waitFor();
    await confirm("Terminate");
    const said = page.getByRole("status").filter({ hasText: "Terminate: 2 of 3 done." });
    await said.getByText("Not possible for buy-2").waitFor();
    await rowOf("approve-1", "Terminated").waitFor();
    await rowOf("approve-2", "Terminated").waitFor();
  },
);

run(`an orchestration that is stuck is ended at once${why}`, async () => {
  await app.client.scheduleNewOrchestration("Approve", undefined, "approve-3");
  await page.goto(addressOf("default", "orchestrations", "approve-3"));
  await page.getByRole("button", { name: "Terminate" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("At once, without its worker").check();
  await dialog.getByRole("button", { name: "Terminate" }).click();
  await page.getByRole("heading", { level: 1 }).getByText("Terminated").waitFor();
});

run(`entities are listed, searched, looked into and deleted${why}`, async () => {
  await page.goto(addressOf("default", "orchestrations"));
  await page.getByRole("link", { name: "Entities" }).click();
  await rowOf("box", "a/1").waitFor();
  await rowOf("box", markup).waitFor();
  expect(await rowOf("nightly").count()).toBe(0);
  await page.getByRole("searchbox").fill("BOX@a");
  await rowOf(markup).waitFor({ state: "detached" });
  await rowOf("a/1").getByRole("link", { name: "box" }).click();
  await page.getByRole("region", { name: "State" }).getByText('"a/1"').waitFor();
  await confirm("Delete");
  await page.waitForURL(addressOf("default", "entities"));
  await page.getByLabel("Select @box@b").check();
  await confirm("Delete");
  await rowOf("box", "b").filter({ hasNotText: markup }).waitFor({ state: "detached" });
  expect(await app.client.getEntity(new EntityInstanceId("box", "b"))).toBeUndefined();
  expect(await page.locator("img[src=x]").count()).toBe(0);
});

run(`schedules are shown and deleted; without their worker, others are refused${why}`, async () => {
  await page.goto(addressOf("default", "schedules"));
  await rowOf("nightly", "Active", "Sweep", "1.00:00:00").waitFor();
  await page.getByRole("button", { name: "Pause nightly" }).click();
  await page.getByRole("status").getByText("No worker that runs schedules").waitFor();
  await page.getByRole("button", { name: "Create schedule" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Schedule id").fill("hourly");
  await dialog.getByLabel("Orchestration").fill("Sweep");
  await dialog.getByLabel("Every").fill("01:00:00");
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.getByRole("alert").getByText("No worker that runs schedules").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Delete nightly" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("heading", { name: "No schedules" }).waitFor();
});

run(`workers are shown while they are connected${why}`, async () => {
  await page.goto(addressOf("default", "workers"));
  await rowOf("grpc-node-js", "of 1,000", "everything").waitFor();
  await page.getByLabel("Task hub").selectOption("empty");
  await page.getByRole("heading", { name: "No worker is connected" }).waitFor();
  expect(page.url()).toBe(addressOf("empty", "workers"));
});
