import {
  type ActivityContext,
  type OrchestrationContext,
  OrchestrationStatus,
  type TaskHubGrpcClient,
  type TaskHubGrpcWorker,
  terminateOptions,
  whenAll,
} from "@microsoft/durabletask-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { createClient, eventually, startWorker } from "./sdk.ts";

let emulator: Emulator;
let worker: TaskHubGrpcWorker;
let client: TaskHubGrpcClient;

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  worker = await startWorker(emulator, registerAll);
  client = createClient(emulator);
});

afterAll(async () => {
  await Promise.all([worker.stop(), client.stop()]);
  await emulator.stop();
});

const double = async (_: ActivityContext, number: number) => number * 2;
const fail = async () => {
  throw new Error("no luck");
};

async function* chain(context: OrchestrationContext, input: number): AsyncGenerator {
  let value = input;
  for (let step = 0; step < 5; step++) value = yield context.callActivity(double, value);
  return value;
}

async function* fanOut(context: OrchestrationContext, count: number): AsyncGenerator {
  const tasks = Array.from({ length: count }, (_, index) => context.callActivity(double, index));
  const results: number[] = yield whenAll(tasks);
  return results.reduce((sum, result) => sum + result, 0);
}

async function* waits(context: OrchestrationContext): AsyncGenerator {
  return yield context.waitForExternalEvent("go");
}

async function* sleeps(context: OrchestrationContext, seconds: number): AsyncGenerator {
  yield context.createTimer(seconds);
  return "awake";
}

async function* parent(context: OrchestrationContext, input: number): AsyncGenerator {
  return yield context.callSubOrchestrator(chain, input);
}

async function* counts(context: OrchestrationContext, input: number): AsyncGenerator {
  const event: number = yield context.waitForExternalEvent("add");
  if (input + event < 6) {
    context.continueAsNew(input + event, true);
    return undefined;
  }
  return input + event;
}

async function* fails(context: OrchestrationContext): AsyncGenerator {
  return yield context.callActivity(fail);
}

async function* tells(context: OrchestrationContext): AsyncGenerator {
  context.setCustomStatus({ step: 1 });
  yield context.waitForExternalEvent("go");
  return "done";
}

async function* waitsForChild(context: OrchestrationContext): AsyncGenerator {
  return yield context.callSubOrchestrator(waits, undefined, {
    instanceId: `${context.instanceId}-child`,
  });
}

function registerAll(worker: TaskHubGrpcWorker): void {
  worker.addActivity(double);
  worker.addActivity(fail);
  for (const orchestrator of [
    chain,
    fanOut,
    waits,
    sleeps,
    parent,
    counts,
    fails,
    tells,
    waitsForChild,
  ]) {
    worker.addOrchestrator(orchestrator);
  }
}

describe("an orchestration", () => {
  test("runs a chain of activities", async () => {
    const id = await client.scheduleNewOrchestration(chain, 1);
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
    expect(state?.serializedOutput).toBe("32");
  });

  test("fans out and in", async () => {
    const id = await client.scheduleNewOrchestration(fanOut, 10);
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe("90");
  });

  test("calls a sub-orchestration", async () => {
    const id = await client.scheduleNewOrchestration(parent, 1);
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe("32");
  });

  test("waits for an event that is raised later", async () => {
    const id = await client.scheduleNewOrchestration(waits);
    await client.waitForOrchestrationStart(id);
    await client.raiseOrchestrationEvent(id, "go", { to: "work" });
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe('{"to":"work"}');
  });

  test("keeps events over continue-as-new", async () => {
    const id = await client.scheduleNewOrchestration(counts, 0);
    for (const number of [1, 2, 3]) await client.raiseOrchestrationEvent(id, "add", number);
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe("6");
  });

  test("that fails says why, with the activity's message", async () => {
    const id = await client.scheduleNewOrchestration(fails);
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.runtimeStatus).toBe(OrchestrationStatus.FAILED);
    expect(state?.failureDetails?.message).toContain("no luck");
  });

  test("shows its custom status no later than that it runs", async () => {
    const id = await client.scheduleNewOrchestration(tells);
    const state = await client.waitForOrchestrationStart(id, true, 20);
    expect(state?.serializedCustomStatus).toBe('{"step":1}');
  });

  test("sleeps through a day when the clock is moved", async () => {
    const id = await client.scheduleNewOrchestration(sleeps, 86_400);
    await client.waitForOrchestrationStart(id);
    await emulator.advanceTime(86_400_000);
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe('"awake"');
  });
});

describe("a client", () => {
  test("cannot start a live id twice", async () => {
    const id = await client.scheduleNewOrchestration(waits);
    const again = client.scheduleNewOrchestration(waits, undefined, { instanceId: id });
    await expect(again).rejects.toThrow(/already exists/);
  });

  test("finds nothing under an unknown id", async () => {
    expect(await client.getOrchestrationState("nobody")).toBeUndefined();
  });

  test("suspends and resumes", async () => {
    const id = await client.scheduleNewOrchestration(waits);
    await client.waitForOrchestrationStart(id);
    await client.suspendOrchestration(id);
    const suspended = await client.getOrchestrationState(id);
    expect(suspended?.runtimeStatus).toBe(OrchestrationStatus.SUSPENDED);
    await client.raiseOrchestrationEvent(id, "go", 1);
    await client.resumeOrchestration(id);
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe("1");
  });

  test("terminates a tree", async () => {
    const id = await client.scheduleNewOrchestration(waitsForChild);
    await eventually(() => client.getOrchestrationState(`${id}-child`));
    await client.terminateOrchestration(
      id,
      terminateOptions({ output: "enough", recursive: true }),
    );
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    const child = await client.waitForOrchestrationCompletion(`${id}-child`, true, 20);
    expect(state?.runtimeStatus).toBe(OrchestrationStatus.TERMINATED);
    expect(state?.serializedOutput).toBe('"enough"');
    expect(child?.runtimeStatus).toBe(OrchestrationStatus.TERMINATED);
  });

  test("of an unknown hub is told so", async () => {
    const stranger = createClient(emulator, "elsewhere");
    const started = stranger.scheduleNewOrchestration(waits);
    await expect(started).rejects.toThrow(/Task hub not found: elsewhere/);
    await stranger.stop();
  });

  test("with an input over 1 MB is refused with the field's name", async () => {
    const started = client.scheduleNewOrchestration(waits, "x".repeat(1_100_000));
    await expect(started).rejects.toThrow(/input has 1100002 bytes/);
  });

  test("starts at a scheduled time and not before", async () => {
    const startAt = new Date(Date.now() + 86_400_000 * 3);
    const id = await client.scheduleNewOrchestration(chain, 1, { startAt });
    const pending = await client.getOrchestrationState(id);
    expect(pending?.runtimeStatus).toBe(OrchestrationStatus.PENDING);
    await emulator.advanceTime(86_400_000 * 3);
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe("32");
  });
});

test("the work of a worker that leaves goes to the next one", async () => {
  const hub = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  const starter = createClient(hub);
  const held = Promise.withResolvers<void>();
  async function* work(context: OrchestrationContext): AsyncGenerator {
    return yield context.callActivity("step");
  }
  const first = await startWorker(hub, (one) => {
    one.addOrchestrator(work);
    one.addNamedActivity("step", () => {
      held.resolve();
      return new Promise(() => {});
    });
  });
  const id = await starter.scheduleNewOrchestration(work);
  await held.promise;
  await first.stop();
  const second = await startWorker(hub, (one) => {
    one.addOrchestrator(work);
    one.addNamedActivity("step", async () => "moved");
  });
  const state = await starter.waitForOrchestrationCompletion(id, true, 20);
  expect(state?.serializedOutput).toBe('"moved"');
  await Promise.all([second.stop(), starter.stop()]);
  await hub.stop();
});

test("history has the shape that the service gives it", async () => {
  const id = await client.scheduleNewOrchestration(parent, 1);
  await client.waitForOrchestrationCompletion(id, false, 20);
  const history = await client.getOrchestrationHistory(id);
  expect(history.map(({ eventId, type }) => [eventId, type])).toEqual([
    [-1, "OrchestratorStarted"],
    [0, "ExecutionStarted"],
    [1, "SubOrchestrationInstanceCreated"],
    [-1, "OrchestratorStarted"],
    [-1, "SubOrchestrationInstanceCompleted"],
    [2, "ExecutionCompleted"],
  ]);
});
