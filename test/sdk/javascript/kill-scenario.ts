import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OrchestrationContext, OrchestrationStatus } from "@microsoft/durabletask-js";
import { expect } from "vitest";
import { type ServerProcess, startServer } from "../../emulator/server.ts";
import { createClient, startWorker } from "./sdk.ts";

const add = async (_: unknown, number: number) => number + 1;

export async function* count(context: OrchestrationContext, from: number): AsyncGenerator {
  let value = from;
  for (let step = 0; step < 5; step++) value = yield context.callActivity(add, value);
  return value;
}

export async function* wait(context: OrchestrationContext): AsyncGenerator {
  return yield context.waitForExternalEvent("go");
}

/** A worker that knows both orchestrations, and a client. */
export async function work(server: ServerProcess) {
  const worker = await startWorker(server, (one) => {
    one.addActivity(add);
    one.addOrchestrator(count);
    one.addOrchestrator(wait);
  });
  return { worker, client: createClient(server) };
}

/** Kills a loaded server again and again; whatever it acknowledged must complete, once. */
export async function surviveKills(rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-kill-"));
  let server = await startServer(folder);
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const { worker, client } = await work(server);
    const starts = Array.from({ length: 40 }, () => client.scheduleNewOrchestration(count, 0));
    for (const start of starts) {
      const id = await start.catch(() => undefined);
      if (id !== undefined) acknowledged.push(id);
    }
    await server.kill();
    await Promise.all([worker.stop(), client.stop()]);
    server = await startServer(folder);
  }
  const { worker, client } = await work(server);
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
  await server.kill();
  await rm(folder, { recursive: true, force: true });
}
