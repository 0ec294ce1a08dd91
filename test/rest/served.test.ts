import type { OrchestrationContext } from "@microsoft/durabletask-js";
import { expect, test } from "vitest";
import { startEmulator } from "../../emulator/index.ts";
import { createClient, eventually, startWorker } from "../sdk/javascript/sdk.ts";
import { restClient } from "./client.ts";

interface Workers {
  readonly workers: readonly {
    readonly workerId: string;
    readonly activeActivitiesCount: number;
  }[];
}

test("workers are listed while they are connected, with what they hold", async () => {
  const emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  const finish = Promise.withResolvers<void>();
  async function* slowly(context: OrchestrationContext): AsyncGenerator {
    return yield context.callActivity("work");
  }
  const worker = await startWorker(emulator, (one) => {
    one.addOrchestrator(slowly);
    one.addNamedActivity("work", () => finish.promise);
  });
  const sdk = createClient(emulator);
  const client = restClient(emulator);
  const workers = async () => (await client.answer<Workers>("GET", "/workers")).workers;

  const id = await sdk.scheduleNewOrchestration(slowly);
  await eventually(async () => ((await workers())[0]?.activeActivitiesCount === 1 ? 1 : undefined));
  expect(await workers()).toEqual([
    {
      workerId: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      userAgent: expect.stringContaining("grpc-node-js"),
      activeOrchestrationsCount: 0,
      maxOrchestrationsCount: 1_000,
      activeActivitiesCount: 1,
      maxActivitiesCount: 1_000,
      activeEntitiesCount: 0,
      maxEntitiesCount: 1_000,
    },
  ]);
  expect(await client.answer("GET", "")).toEqual({
    taskHubs: [{ name: "default", orchestrationsCount: 1, workersCount: 1 }],
  });
  finish.resolve();
  await sdk.waitForOrchestrationCompletion(id, false, 20);
  expect((await workers())[0]?.activeActivitiesCount).toBe(0);
  await worker.stop();
  await eventually(async () => ((await workers()).length === 0 ? 0 : undefined));
  await sdk.stop();
  await emulator.stop();
});

test("a hub that may be made when first named is made by a ping, by no other look", async () => {
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  await using emulator = await startEmulator({ ...ports, dynamicTaskHubs: true });
  const client = restClient(emulator, "fresh");
  expect(await client.fault("GET", "/workers")).toMatch(/^404 Task hub not found: fresh/);
  expect(await client.answer("GET", "/ping")).toEqual({ taskHub: "fresh", status: "ready" });
  expect(emulator.taskHubs).toEqual(["default", "fresh"]);
  expect(await client.answer("GET", "/workers")).toEqual({ workers: [] });
});

test("the emulator's own dashboard, and no other page, may use the REST port", async () => {
  await using emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  const allowed = async (origin: string) => {
    const headers = { Origin: origin };
    const response = await fetch(`${emulator.rest}/v1/taskhubs/ping`, { headers });
    return response.headers.get("access-control-allow-origin");
  };
  expect(await allowed(emulator.dashboard)).toBe(emulator.dashboard);
  expect(await allowed("http://localhost:1")).toBeNull();
});
