import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  EntityInstanceId,
  type OrchestrationContext,
  OrchestrationStatus,
  TaskEntity,
  type TaskHubGrpcClient,
} from "@microsoft/durabletask-js";
import { expect } from "vitest";
import { type ServerProcess, startServer } from "../../emulator/server.ts";
import { seeded } from "../../fuzz/spoil.ts";
import { createClient, eventually, startWorker } from "./sdk.ts";

const add = async (_: unknown, number: number) => number + 1;

export async function* count(context: OrchestrationContext, from: number): AsyncGenerator {
  let value = from;
  for (let step = 0; step < 5; step++) value = yield context.callActivity(add, value);
  return value;
}

export async function* wait(context: OrchestrationContext): AsyncGenerator {
  return yield context.waitForExternalEvent("go");
}

/** Keeps what it is told until it is told to stop. */
async function* collect(context: OrchestrationContext): AsyncGenerator {
  const told: number[] = [];
  for (;;) {
    const number: number = yield context.waitForExternalEvent("told");
    if (number < 0) return told;
    told.push(number);
  }
}

class Sum extends TaskEntity<number> {
  add(amount: number): void {
    this.state += amount;
  }
  protected override initializeState(): number {
    return 0;
  }
}

const sum = new EntityInstanceId("sum", "kills");

/** A worker that knows all of them, and a client. */
export async function work(server: ServerProcess) {
  const worker = await startWorker(server, (one) => {
    one.addActivity(add);
    one.addNamedEntity("sum", () => new Sum());
    for (const orchestrator of [count, wait, collect]) one.addOrchestrator(orchestrator);
  });
  return { worker, client: createClient(server) };
}

/** What the server has acknowledged; anything else may or may not have happened. */
interface Ledger {
  readonly starts: string[];
  /** Numbers told, by the instance that collects them. */
  readonly told: Map<string, number[]>;
  signals: number;
}

/** Kills a loaded server again and again; whatever it acknowledged must have happened. */
export async function surviveKills(rounds: number, seed: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-kill-"));
  const random = seeded(seed);
  const ledger: Ledger = { starts: [], told: new Map(), signals: 0 };
  let server = await startServer(folder);
  for (let round = 0; round < rounds; round++) {
    const { worker, client } = await work(server);
    const load = loadUntilKilled(client, `collector-${round}`, ledger);
    await pause(50 + random() * 400);
    await server.kill();
    await Promise.all([worker.stop(), client.stop(), load]);
    server = await startServer(folder);
  }
  const { worker, client } = await work(server);
  expect(ledger.starts.length, `seed ${seed}`).toBeGreaterThan(0);
  for (const id of ledger.starts) await hasCountedOnce(client, id);
  for (const [id, numbers] of ledger.told) await hasCollected(client, id, numbers);
  await eventually(async () => {
    const total = (await client.getEntity<number>(sum))?.state ?? 0;
    return total >= ledger.signals ? total : undefined;
  });
  await Promise.all([worker.stop(), client.stop()]);
  await server.kill();
  await rm(folder, { recursive: true, force: true });
}

/** Starts, tells and signals, several at a time, and notes what is acknowledged. */
async function loadUntilKilled(
  client: TaskHubGrpcClient,
  collector: string,
  ledger: Ledger,
): Promise<void> {
  const told: number[] = [];
  const loops: readonly (() => Promise<unknown>)[] = [
    async () => ledger.starts.push(await client.scheduleNewOrchestration(count, 0)),
    async () => ledger.starts.push(await client.scheduleNewOrchestration(count, 0)),
    async () => {
      const number = told.length;
      await client.raiseOrchestrationEvent(collector, "told", number);
      told.push(number);
    },
    async () => {
      await client.signalEntity(sum, "add", 1);
      ledger.signals += 1;
    },
  ];
  try {
    await client.scheduleNewOrchestration(collect, undefined, { instanceId: collector });
    ledger.told.set(collector, told);
    await Promise.all(loops.map(untilRefused));
  } catch {
    // The server was killed before the collector was acknowledged.
  }
}

async function untilRefused(one: () => Promise<unknown>): Promise<void> {
  try {
    for (;;) await one();
  } catch {
    // The server is gone: what was under way is not in the ledger.
  }
}

async function hasCountedOnce(client: TaskHubGrpcClient, id: string): Promise<void> {
  const state = await client.waitForOrchestrationCompletion(id, true, 60);
  expect(state?.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
  expect(state?.serializedOutput).toBe("5");
  const history = await client.getOrchestrationHistory(id);
  expect(history.filter(({ type }) => type === "TaskCompleted")).toHaveLength(5);
}

async function hasCollected(
  client: TaskHubGrpcClient,
  id: string,
  numbers: readonly number[],
): Promise<void> {
  await client.raiseOrchestrationEvent(id, "told", -1);
  const state = await client.waitForOrchestrationCompletion(id, true, 60);
  expect(JSON.parse(state?.serializedOutput ?? "[]")).toEqual(expect.arrayContaining([...numbers]));
}
