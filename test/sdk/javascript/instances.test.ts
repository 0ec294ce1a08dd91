import {
  type OrchestrationContext,
  OrchestrationStatus,
  terminateOptions,
  whenAny,
} from "@microsoft/durabletask-js";
import { describe, expect, test } from "vitest";
import { useSdk } from "./fixture.ts";
import { eventually } from "./sdk.ts";

const echo = async (_: unknown, value: unknown) => value;

async function* echoes(context: OrchestrationContext, input: unknown): AsyncGenerator {
  return yield context.callActivity(echo, input);
}

async function* waits(context: OrchestrationContext): AsyncGenerator {
  return yield context.waitForExternalEvent("go");
}

async function* waitsForAll(context: OrchestrationContext, count: number): AsyncGenerator {
  const events: unknown[] = [];
  while (events.length < count) events.push(yield context.waitForExternalEvent("go"));
  return events;
}

async function* races(context: OrchestrationContext): AsyncGenerator {
  const event = context.waitForExternalEvent("go");
  const winner = yield whenAny([event, context.createTimer(0.05)]);
  return winner === event ? "event" : "timer";
}

async function tells(context: OrchestrationContext, other: string): Promise<unknown> {
  context.sendEvent(other, "go", { from: context.instanceId });
  return "told";
}

async function knowsItsParent(context: OrchestrationContext): Promise<unknown> {
  return context.parent?.instanceId;
}

async function* hasChild(context: OrchestrationContext): AsyncGenerator {
  return yield context.callSubOrchestrator(knowsItsParent);
}

async function* waitsForChild(context: OrchestrationContext): AsyncGenerator {
  const instanceId = `${context.instanceId}-child`;
  return yield context.callSubOrchestrator(waits, undefined, { instanceId });
}

async function generations(context: OrchestrationContext, left: number): Promise<unknown> {
  if (left > 0) context.continueAsNew(left - 1, false);
  return `generation ${left}`;
}

async function speaksItsVersion(context: OrchestrationContext): Promise<unknown> {
  return context.version;
}

async function* versionsOfAChild(context: OrchestrationContext): AsyncGenerator {
  return yield context.callSubOrchestrator(speaksItsVersion, undefined, { version: "7.1" });
}

async function* steps(context: OrchestrationContext): AsyncGenerator {
  for (const step of [1, 2, 3]) {
    context.setCustomStatus({ step });
    yield context.waitForExternalEvent("next");
  }
  return "done";
}

const sdk = useSdk((worker) => {
  worker.addActivity(echo);
  for (const orchestrator of [
    echoes,
    waits,
    waitsForAll,
    races,
    tells,
    knowsItsParent,
    hasChild,
    waitsForChild,
    generations,
    speaksItsVersion,
    versionsOfAChild,
    steps,
  ]) {
    worker.addOrchestrator(orchestrator);
  }
});

describe("payloads", () => {
  test.each([
    ["nothing", undefined],
    ["an empty string", ""],
    ["text beyond ASCII", "Grüße, 世界 🌍"],
    ["nested data", { a: [1, null, { b: false }] }],
    ["900 KB", "x".repeat(900_000)],
  ])("%s goes through an activity unchanged", async (_, value) => {
    const state = await sdk.run(echoes, value);
    expect(state.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
    expect(JSON.parse(state.serializedOutput || "null")).toEqual(value ?? null);
  });

  test("over 1 MB in an activity's result fail with what to do", async () => {
    const state = await sdk.run(echoes, "x".repeat(1_040_000));
    expect(state.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
    const id = await sdk.start(waits);
    const raised = sdk.client.raiseOrchestrationEvent(id, "go", "x".repeat(1_100_000));
    await expect(raised).rejects.toThrow(/limit is 1048576/);
  });
});

describe("an event", () => {
  test("raised before the start is waiting", async () => {
    const id = await sdk.start(waits, undefined, { startAt: new Date(Date.now() + 500) });
    await sdk.client.raiseOrchestrationEvent(id, "go", "early");
    expect((await sdk.end(id)).serializedOutput).toBe('"early"');
  });

  test("comes in the order in which events were raised", async () => {
    const id = await sdk.start(waitsForAll, 20);
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    for (const number of numbers) await sdk.client.raiseOrchestrationEvent(id, "go", number);
    expect((await sdk.end(id)).serializedOutput).toBe(JSON.stringify(numbers));
  });

  test("has a name in which case does not count", async () => {
    const id = await sdk.start(waits);
    await sdk.client.raiseOrchestrationEvent(id, "GO", 1);
    expect((await sdk.end(id)).serializedOutput).toBe("1");
  });

  test("loses against a timer that fires first", async () => {
    expect((await sdk.run(races)).serializedOutput).toBe('"timer"');
  });

  test("sent by another orchestration arrives", async () => {
    const id = await sdk.start(waits);
    const { instanceId } = await sdk.run(tells, id);
    expect((await sdk.end(id)).serializedOutput).toBe(JSON.stringify({ from: instanceId }));
  });

  test("for a missing or an ended orchestration is dropped", async () => {
    const { instanceId } = await sdk.run(echoes, 1);
    await sdk.client.raiseOrchestrationEvent(instanceId, "go", 2);
    await sdk.client.raiseOrchestrationEvent("nobody", "go", 2);
    expect((await sdk.end(instanceId)).serializedOutput).toBe("1");
  });
});

describe("a sub-orchestration", () => {
  test("knows its parent", async () => {
    const { instanceId, serializedOutput } = await sdk.run(hasChild);
    expect(serializedOutput).toBe(JSON.stringify(instanceId));
  });

  test("gets an id from its parent's when it is given none", async () => {
    const { instanceId } = await sdk.run(hasChild);
    const history = await sdk.client.getOrchestrationHistory(instanceId);
    expect(JSON.stringify(history)).toMatch(/"instanceId":"[0-9a-f]{32}:[0-9a-f]{4}"/);
  });

  test("goes on when its parent is terminated without recursion", async () => {
    const id = await sdk.start(waitsForChild);
    await eventually(() => sdk.client.getOrchestrationState(`${id}-child`));
    await sdk.client.terminateOrchestration(id, terminateOptions({ recursive: false }));
    await sdk.end(id);
    await sdk.client.raiseOrchestrationEvent(`${id}-child`, "go", 5);
    expect((await sdk.end(`${id}-child`)).serializedOutput).toBe("5");
  });

  test("that is terminated fails its parent", async () => {
    const id = await sdk.start(waitsForChild);
    await eventually(() => sdk.client.getOrchestrationState(`${id}-child`));
    await sdk.client.terminateOrchestration(`${id}-child`, "enough");
    expect((await sdk.end(id)).runtimeStatus).toBe(OrchestrationStatus.FAILED);
  });
});

describe("continue-as-new", () => {
  test("goes through many generations under one id", async () => {
    const state = await sdk.run(generations, 25);
    expect(state.serializedOutput).toBe('"generation 0"');
    expect(state.serializedInput).toBe("0");
  });

  test("leaves the history of the last generation only", async () => {
    const { instanceId } = await sdk.run(generations, 3);
    const history = await sdk.client.getOrchestrationHistory(instanceId);
    expect(history.filter(({ type }) => type === "ExecutionStarted")).toHaveLength(1);
  });
});

describe("a version", () => {
  test("reaches the orchestrator", async () => {
    const state = await sdk.run(speaksItsVersion, undefined, { version: "1.2.3" });
    expect(state.serializedOutput).toBe('"1.2.3"');
  });

  test("of a sub-orchestration is its own", async () => {
    expect((await sdk.run(versionsOfAChild)).serializedOutput).toBe('"7.1"');
  });
});

describe("tags", () => {
  test("come back with the state", async () => {
    const tags = { team: "blue", region: "north" };
    expect((await sdk.run(echoes, 1, { tags })).tags).toEqual(tags);
  });
});

describe("the custom status", () => {
  test("is the one of the last turn, also after the end", async () => {
    const id = await sdk.start(steps);
    for (const step of [1, 2, 3]) {
      await eventually(async () => {
        const state = await sdk.client.getOrchestrationState(id, true);
        return state?.serializedCustomStatus === JSON.stringify({ step }) ? step : undefined;
      });
      await sdk.client.raiseOrchestrationEvent(id, "next");
    }
    expect((await sdk.end(id)).serializedCustomStatus).toBe('{"step":3}');
  });
});

describe("a suspended orchestration", () => {
  test("can be terminated", async () => {
    const id = await sdk.start(waits);
    await sdk.client.waitForOrchestrationStart(id);
    await sdk.client.suspendOrchestration(id);
    await sdk.client.terminateOrchestration(id, "over");
    const state = await sdk.end(id);
    expect(state.runtimeStatus).toBe(OrchestrationStatus.TERMINATED);
    expect(state.serializedOutput).toBe('"over"');
  });

  test("takes nothing from being suspended twice", async () => {
    const id = await sdk.start(waits);
    await sdk.client.waitForOrchestrationStart(id);
    for (const _ of [1, 2]) await sdk.client.suspendOrchestration(id);
    await sdk.client.resumeOrchestration(id);
    await sdk.client.raiseOrchestrationEvent(id, "go", 3);
    expect((await sdk.end(id)).serializedOutput).toBe("3");
  });
});

describe("an instance id", () => {
  test("of an ended orchestration can be used again, with a new history", async () => {
    const options = { instanceId: "reused" };
    await sdk.run(echoes, 1, options);
    expect((await sdk.run(echoes, 2, options)).serializedOutput).toBe("2");
    const history = await sdk.client.getOrchestrationHistory("reused");
    expect(history.filter(({ type }) => type === "ExecutionStarted")).toHaveLength(1);
  });

  test("may have 100 characters and no more", async () => {
    const { instanceId } = await sdk.run(echoes, 1, { instanceId: "i".repeat(100) });
    expect(instanceId).toHaveLength(100);
    const tooLong = sdk.start(echoes, 1, { instanceId: "i".repeat(101) });
    await expect(tooLong).rejects.toThrow(/100/);
  });
});
