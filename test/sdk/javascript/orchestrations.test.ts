import {
  type ActivityContext,
  type OrchestrationContext,
  OrchestrationStatus,
  terminateOptions,
  whenAll,
} from "@microsoft/durabletask-js";
import { describe, expect, test } from "vitest";
import { useSdk } from "./fixture.ts";
import { createClient, eventually } from "./sdk.ts";

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

const sdk = useSdk((worker) => {
  worker.addActivity(double);
  worker.addActivity(fail);
  for (const orchestrator of [chain, fanOut, waits, parent, counts, fails, tells, waitsForChild]) {
    worker.addOrchestrator(orchestrator);
  }
});

describe("an orchestration", () => {
  test("runs a chain of activities", async () => {
    const state = await sdk.run(chain, 1);
    expect(state.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
    expect(state.serializedOutput).toBe("32");
  });

  test("fans out and in", async () => {
    const state = await sdk.run(fanOut, 10);
    expect(state.serializedOutput).toBe("90");
  });

  test("calls a sub-orchestration", async () => {
    const state = await sdk.run(parent, 1);
    expect(state.serializedOutput).toBe("32");
  });

  test("waits for an event that is raised later", async () => {
    const id = await sdk.client.scheduleNewOrchestration(waits);
    await sdk.client.waitForOrchestrationStart(id);
    await sdk.client.raiseOrchestrationEvent(id, "go", { to: "work" });
    const state = await sdk.end(id);
    expect(state.serializedOutput).toBe('{"to":"work"}');
  });

  test("keeps events over continue-as-new", async () => {
    const id = await sdk.client.scheduleNewOrchestration(counts, 0);
    for (const number of [1, 2, 3]) await sdk.client.raiseOrchestrationEvent(id, "add", number);
    const state = await sdk.end(id);
    expect(state.serializedOutput).toBe("6");
  });

  test("that fails says why, with the activity's message", async () => {
    const state = await sdk.run(fails);
    expect(state.runtimeStatus).toBe(OrchestrationStatus.FAILED);
    expect(state.failureDetails?.message).toContain("no luck");
  });

  test("shows its custom status no later than that it runs", async () => {
    const id = await sdk.client.scheduleNewOrchestration(tells);
    const state = await sdk.client.waitForOrchestrationStart(id, true, 20);
    expect(state?.serializedCustomStatus).toBe('{"step":1}');
  });
});

describe("a client", () => {
  test("cannot start a live id twice", async () => {
    const id = await sdk.client.scheduleNewOrchestration(waits);
    const again = sdk.client.scheduleNewOrchestration(waits, undefined, { instanceId: id });
    await expect(again).rejects.toThrow(/already exists/);
  });

  test("finds nothing under an unknown id", async () => {
    expect(await sdk.client.getOrchestrationState("nobody")).toBeUndefined();
  });

  test("suspends and resumes", async () => {
    const id = await sdk.client.scheduleNewOrchestration(waits);
    await sdk.client.waitForOrchestrationStart(id);
    await sdk.client.suspendOrchestration(id);
    const suspended = await sdk.client.getOrchestrationState(id);
    expect(suspended?.runtimeStatus).toBe(OrchestrationStatus.SUSPENDED);
    await sdk.client.raiseOrchestrationEvent(id, "go", 1);
    await sdk.client.resumeOrchestration(id);
    const state = await sdk.end(id);
    expect(state.serializedOutput).toBe("1");
  });

  test("terminates a tree", async () => {
    const id = await sdk.client.scheduleNewOrchestration(waitsForChild);
    await eventually(() => sdk.client.getOrchestrationState(`${id}-child`));
    await sdk.client.terminateOrchestration(
      id,
      terminateOptions({ output: "enough", recursive: true }),
    );
    const state = await sdk.end(id);
    const child = await sdk.end(`${id}-child`);
    expect(state.runtimeStatus).toBe(OrchestrationStatus.TERMINATED);
    expect(state.serializedOutput).toBe('"enough"');
    expect(child.runtimeStatus).toBe(OrchestrationStatus.TERMINATED);
  });

  test("of an unknown hub is told so", async () => {
    const stranger = createClient(sdk.server, "elsewhere");
    const started = stranger.scheduleNewOrchestration(waits);
    await expect(started).rejects.toThrow(/Task hub not found: elsewhere/);
    await stranger.stop();
  });

  test("with an input over 1 MB is refused with the field's name", async () => {
    const started = sdk.client.scheduleNewOrchestration(waits, "x".repeat(1_100_000));
    await expect(started).rejects.toThrow(/input has 1100002 bytes/);
  });
});

test("history has the shape that the service gives it", async () => {
  const id = await sdk.client.scheduleNewOrchestration(parent, 1);
  await sdk.client.waitForOrchestrationCompletion(id, false, 20);
  const history = await sdk.client.getOrchestrationHistory(id);
  expect(history.map(({ eventId, type }) => [eventId, type])).toEqual([
    [-1, "OrchestratorStarted"],
    [0, "ExecutionStarted"],
    [1, "SubOrchestrationInstanceCreated"],
    [-1, "OrchestratorStarted"],
    [-1, "SubOrchestrationInstanceCompleted"],
    [2, "ExecutionCompleted"],
  ]);
});
