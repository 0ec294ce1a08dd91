import { OrchestrationStatus, type TaskHubGrpcClient } from "@microsoft/durabletask-js";
import { expect } from "vitest";
import { collect, count, mix, sum, wait } from "./kill-orchestrations.ts";
import { eventually } from "./sdk.ts";

/** What the server has acknowledged; what was under way may or may not have happened. */
export interface Ledger {
  /** Ids by the orchestrator that they were started with. */
  readonly counts: string[];
  readonly mixes: string[];
  /** How many numbers each collector was told in turn: acknowledged, and tried. */
  readonly told: Map<string, { acknowledged: number[]; tried: number }>;
  readonly terminated: string[];
  readonly suspended: string[];
  readonly resumed: string[];
  readonly purged: string[];
  readonly signals: { acknowledged: number; tried: number };
}

export function createLedger(): Ledger {
  return {
    ...{ counts: [], mixes: [], told: new Map() },
    ...{ terminated: [], suspended: [], resumed: [], purged: [] },
    signals: { acknowledged: 0, tried: 0 },
  };
}

/** Starts, tells, signals and manages, several at a time, and notes what is acknowledged. */
export async function loadUntilKilled(
  client: TaskHubGrpcClient,
  collector: string,
  ledger: Ledger,
): Promise<void> {
  const told = { acknowledged: [] as number[], tried: 0 };
  const { signals } = ledger;
  const startWaiting = () => client.scheduleNewOrchestration(wait);
  const loops: readonly (() => Promise<unknown>)[] = [
    async () => ledger.counts.push(await client.scheduleNewOrchestration(count, 0)),
    async () => ledger.counts.push(await client.scheduleNewOrchestration(count, 0)),
    async () => ledger.mixes.push(await client.scheduleNewOrchestration(mix)),
    async () => {
      const number = told.tried++;
      await client.raiseOrchestrationEvent(collector, "told", number);
      told.acknowledged.push(number);
    },
    async () => {
      signals.tried += 1;
      await client.signalEntity(sum, "add", 1);
      signals.acknowledged += 1;
    },
    async () => {
      const id = await startWaiting();
      await client.terminateOrchestration(id, "ended");
      ledger.terminated.push(id);
    },
    async () => {
      const id = await startWaiting();
      await client.suspendOrchestration(id);
      ledger.suspended.push(id);
    },
    async () => {
      const id = await startWaiting();
      await client.suspendOrchestration(id);
      await client.resumeOrchestration(id);
      ledger.resumed.push(id);
    },
    async () => {
      const id = await client.scheduleNewOrchestration(count, 0);
      await client.waitForOrchestrationCompletion(id, false, 60);
      await client.purgeOrchestration(id);
      ledger.purged.push(id);
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

/** Demands all that was acknowledged, once, and nothing that was never tried. */
export async function checkLedger(client: TaskHubGrpcClient, ledger: Ledger): Promise<void> {
  for (const id of ledger.counts) await hasEndedOnce(client, id, "5", { TaskCompleted: 5 });
  const parts = { TaskCompleted: 1, TimerFired: 1, SubOrchestrationInstanceCompleted: 1 };
  for (const id of ledger.mixes) await hasEndedOnce(client, id, "6", parts);
  for (const [id, told] of ledger.told) await hasCollected(client, id, told);
  for (const id of ledger.terminated) {
    const state = await client.waitForOrchestrationCompletion(id, true, 60);
    expect(state?.runtimeStatus).toBe(OrchestrationStatus.TERMINATED);
    expect(state?.serializedOutput).toBe('"ended"');
  }
  for (const id of ledger.suspended) await comesTo(client, id, OrchestrationStatus.SUSPENDED);
  for (const id of ledger.resumed) await comesTo(client, id, OrchestrationStatus.RUNNING);
  for (const id of ledger.purged) {
    expect(await client.getOrchestrationState(id, false)).toBeUndefined();
  }
  const { acknowledged, tried } = ledger.signals;
  const total = await eventually(async () => {
    const state = (await client.getEntity<number>(sum))?.state ?? 0;
    return state >= acknowledged ? state : undefined;
  });
  expect(total).toBeLessThanOrEqual(tried);
}

async function hasEndedOnce(
  client: TaskHubGrpcClient,
  id: string,
  output: string,
  completions: Readonly<Record<string, number>>,
): Promise<void> {
  const state = await client.waitForOrchestrationCompletion(id, true, 60);
  expect(state?.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
  expect(state?.serializedOutput).toBe(output);
  const history = await client.getOrchestrationHistory(id);
  for (const [type, times] of Object.entries(completions)) {
    const events = history.filter((event) => event.type === type);
    expect(events, `${type} of ${id}`).toHaveLength(times);
  }
  expect(history.filter(({ type }) => type === "ExecutionStarted")).toHaveLength(1);
  expect(history.filter(({ type }) => type === "ExecutionCompleted")).toHaveLength(1);
}

/** Each number once and in order; the last that was tried may have arrived unacknowledged. */
async function hasCollected(
  client: TaskHubGrpcClient,
  id: string,
  { acknowledged, tried }: { readonly acknowledged: readonly number[]; readonly tried: number },
): Promise<void> {
  await client.raiseOrchestrationEvent(id, "told", -1);
  const state = await client.waitForOrchestrationCompletion(id, true, 60);
  const collected = JSON.parse(state?.serializedOutput ?? "[]");
  const numbers = Array.from({ length: tried }, (_, number) => number);
  const possible = [numbers.slice(0, acknowledged.length), numbers];
  expect(possible, id).toContainEqual(collected);
}

async function comesTo(
  client: TaskHubGrpcClient,
  id: string,
  status: OrchestrationStatus,
): Promise<void> {
  await eventually(async () => {
    const state = await client.getOrchestrationState(id, false);
    return state?.runtimeStatus === status ? state : undefined;
  });
}
