import {
  type OrchestrationContext,
  OrchestrationStatus,
  type TaskHubGrpcWorker,
  VersionFailureStrategy,
  VersionMatchStrategy,
  whenAll,
} from "@microsoft/durabletask-js";
import { afterEach, describe, expect, test } from "vitest";
import { useSdk } from "./fixture.ts";
import { startWorker, type WorkerSettings } from "./sdk.ts";

// No worker of the file itself: each scenario brings its own, one after the other.
const sdk = useSdk();
const workers = new Set<TaskHubGrpcWorker>();

async function work(
  register: (worker: TaskHubGrpcWorker) => void,
  settings: WorkerSettings = {},
): Promise<TaskHubGrpcWorker> {
  const worker = await startWorker(sdk.server, register, settings);
  workers.add(worker);
  return worker;
}

afterEach(async () => {
  await Promise.all([...workers].map(leave));
});

async function leave(worker: TaskHubGrpcWorker): Promise<void> {
  workers.delete(worker);
  await worker.stop();
}

async function* calls(context: OrchestrationContext, count: number): AsyncGenerator {
  const tasks = Array.from({ length: count }, () => context.callActivity("step"));
  const answers: string[] = yield whenAll(tasks);
  return answers;
}

async function speaks(context: OrchestrationContext): Promise<unknown> {
  return context.version;
}

const answering = (answer: string) => (worker: TaskHubGrpcWorker) => {
  worker.addOrchestrator(calls);
  worker.addOrchestrator(speaks);
  worker.addNamedActivity("step", async () => answer);
};

describe("workers of one hub", () => {
  test("share the work evenly", async () => {
    await work(answering("one"));
    await work(answering("two"));
    const state = await sdk.run(calls, 40);
    const answers: string[] = JSON.parse(state.serializedOutput ?? "[]");
    const share = answers.filter((answer) => answer === "one").length;
    expect(share).toBeGreaterThanOrEqual(10);
    expect(share).toBeLessThanOrEqual(30);
  });

  test("take over the work of one that leaves", async () => {
    const held = Promise.withResolvers<void>();
    const first = await work((worker) => {
      worker.addOrchestrator(calls);
      worker.addNamedActivity("step", () => {
        held.resolve();
        return new Promise(() => {});
      });
    });
    const id = await sdk.start(calls, 1);
    await held.promise;
    await leave(first);
    await work(answering("moved"));
    expect((await sdk.end(id)).serializedOutput).toBe('["moved"]');
  });

  test("come and go without a trace", async () => {
    for (let round = 0; round < 6; round++) {
      const worker = await work(answering(`round ${round}`));
      expect((await sdk.run(calls, 1)).serializedOutput).toBe(`["round ${round}"]`);
      await leave(worker);
    }
  });

  test("find what was started while nobody worked", async () => {
    const ids: string[] = [];
    for (let number = 0; number < 10; number++) ids.push(await sdk.start(calls, 1));
    const waiting = await sdk.client.getOrchestrationState(ids[0] ?? "");
    expect(waiting?.runtimeStatus).toBe(OrchestrationStatus.PENDING);
    await work(answering("late"));
    for (const id of ids) expect((await sdk.end(id)).serializedOutput).toBe('["late"]');
  });
});

describe("a worker's filters", () => {
  test("made from what it has registered keep other work away from it", async () => {
    await work((worker) => worker.addOrchestrator(speaks), { workItemFilters: "auto" });
    const other = await sdk.start(calls, 1);
    await sdk.run(speaks);
    const waiting = await sdk.client.getOrchestrationState(other);
    expect(waiting?.runtimeStatus).toBe(OrchestrationStatus.PENDING);
    await work(answering("x"));
    expect((await sdk.end(other)).runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
  });

  test("choose by version", async () => {
    const workItemFilters = {
      orchestrations: [{ name: "speaks", versions: ["2.0"] }],
      activities: [],
      entities: [],
    };
    await work(answering("x"), { workItemFilters });
    const old = await sdk.start(speaks, undefined, { version: "1.0" });
    const state = await sdk.run(speaks, undefined, { version: "2.0" });
    expect(state.serializedOutput).toBe('"2.0"');
    const waiting = await sdk.client.getOrchestrationState(old);
    expect(waiting?.runtimeStatus).toBe(OrchestrationStatus.PENDING);
    await sdk.client.terminateOrchestration(old);
  });
});

describe("a worker's version", () => {
  const versioned = (version: string, failureStrategy: VersionFailureStrategy) => ({
    versioning: { version, matchStrategy: VersionMatchStrategy.Strict, failureStrategy },
  });

  test("fails what it does not match when told to", async () => {
    await work(answering("x"), versioned("2.0", VersionFailureStrategy.Fail));
    const state = await sdk.run(speaks, undefined, { version: "1.0" });
    expect(state.failureDetails?.message).toMatch(/does not match/i);
  });

  test("leaves what it rejects to a worker that matches", async () => {
    await work(answering("x"), versioned("2.0", VersionFailureStrategy.Reject));
    const id = await sdk.start(speaks, undefined, { version: "1.0" });
    await work(answering("x"), versioned("1.0", VersionFailureStrategy.Reject));
    expect((await sdk.end(id)).serializedOutput).toBe('"1.0"');
  });
});
