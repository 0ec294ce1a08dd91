import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OrchestrationContext, OrchestrationStatus } from "@microsoft/durabletask-js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ServerProcess, startServer } from "../emulator/server.ts";
import { createClient, startWorker } from "./sdk.ts";

let folder: string;
let server: ServerProcess;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dtk-kill-"));
  server = await startServer(folder);
});

afterEach(async () => {
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

const add = async (_: unknown, number: number) => number + 1;

async function* count(context: OrchestrationContext, from: number): AsyncGenerator {
  let value = from;
  for (let step = 0; step < 5; step++) value = yield context.callActivity(add, value);
  return value;
}

async function* wait(context: OrchestrationContext): AsyncGenerator {
  return yield context.waitForExternalEvent("go");
}

async function work() {
  const worker = await startWorker(server, (one) => {
    one.addActivity(add);
    one.addOrchestrator(count);
    one.addOrchestrator(wait);
  });
  return { worker, client: createClient(server) };
}

test("a killed server still knows what it has completed and what waits", async () => {
  const before = await work();
  const done = await before.client.scheduleNewOrchestration(count, 1);
  const waiting = await before.client.scheduleNewOrchestration(wait);
  await before.client.waitForOrchestrationCompletion(done, true, 20);
  await before.client.waitForOrchestrationStart(waiting);
  await server.kill();
  await Promise.all([before.worker.stop(), before.client.stop()]);

  server = await startServer(folder);
  const after = await work();
  const state = await after.client.getOrchestrationState(done);
  expect(state?.serializedOutput).toBe("6");
  await after.client.raiseOrchestrationEvent(waiting, "go", "on");
  const resumed = await after.client.waitForOrchestrationCompletion(waiting, true, 20);
  expect(resumed?.serializedOutput).toBe('"on"');
  await Promise.all([after.worker.stop(), after.client.stop()]);
});

test("every acknowledged start completes, however often the server is killed", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round++) {
    const { worker, client } = await work();
    const starts = Array.from({ length: 40 }, () => client.scheduleNewOrchestration(count, 0));
    for (const start of starts) {
      const id = await start.catch(() => undefined);
      if (id !== undefined) acknowledged.push(id);
    }
    await server.kill();
    await Promise.all([worker.stop(), client.stop()]);
    server = await startServer(folder);
  }
  const { worker, client } = await work();
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const id of acknowledged) {
    const state = await client.waitForOrchestrationCompletion(id, true, 60);
    expect(state?.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
    expect(state?.serializedOutput).toBe("5");
    const completions = (await client.getOrchestrationHistory(id)).filter(
      ({ type }) => type === "TaskCompleted",
    );
    expect(completions).toHaveLength(5);
  }
  await Promise.all([worker.stop(), client.stop()]);
});
