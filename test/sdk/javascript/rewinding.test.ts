import { type OrchestrationContext, OrchestrationStatus, whenAll } from "@microsoft/durabletask-js";
import { describe, expect, test } from "vitest";
import { useSdk } from "./fixture.ts";

/** What is broken fails; how often each ran is counted. */
const broken = new Set<string>();
const runs = new Map<string, number>();

const work = async (_: unknown, key: string) => {
  runs.set(key, (runs.get(key) ?? 0) + 1);
  if (broken.has(key)) throw new Error(`${key} is broken`);
  return key;
};

async function* works(context: OrchestrationContext, keys: string[]): AsyncGenerator {
  const done: string[] = [];
  for (const key of keys) done.push(yield context.callActivity(work, key));
  return done;
}

async function* atOnce(context: OrchestrationContext, keys: string[]): AsyncGenerator {
  return yield whenAll(keys.map((key) => context.callActivity(work, key)));
}

async function* delegates(context: OrchestrationContext, keys: string[]): AsyncGenerator {
  const instanceId = `${context.instanceId}-child`;
  return yield context.callSubOrchestrator(works, keys, { instanceId });
}

async function* delegatesTwice(context: OrchestrationContext, keys: string[]): AsyncGenerator {
  const instanceId = `${context.instanceId}-middle`;
  return yield context.callSubOrchestrator(delegates, keys, { instanceId });
}

const sdk = useSdk((worker) => {
  worker.addActivity(work);
  for (const orchestrator of [works, atOnce, delegates, delegatesTwice]) {
    worker.addOrchestrator(orchestrator);
  }
});

/** Runs it while `key` is broken, then mends that. */
async function failOn(
  orchestrator: typeof works,
  key: string,
  keys: readonly string[],
): Promise<string> {
  broken.add(key);
  const { instanceId, runtimeStatus } = await sdk.run(orchestrator, keys);
  expect(runtimeStatus).toBe(OrchestrationStatus.FAILED);
  broken.delete(key);
  return instanceId;
}

async function rewound(instanceId: string) {
  await sdk.client.rewindInstance(instanceId, "mended");
  return sdk.end(instanceId);
}

describe("a rewind", () => {
  test("repeats what failed and nothing that succeeded", async () => {
    const id = await failOn(works, "b", ["a", "b", "c"]);
    const state = await rewound(id);
    expect(state.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
    expect(state.serializedOutput).toBe('["a","b","c"]');
    expect(state.failureDetails).toBeUndefined();
    expect(["a", "b", "c"].map((key) => runs.get(key))).toEqual([1, 2, 1]);
  });

  test("repeats the failed branch of a fan-out", async () => {
    const id = await failOn(atOnce, "e", ["d", "e", "f"]);
    expect((await rewound(id)).serializedOutput).toBe('["d","e","f"]');
  });

  test("may fail and be repeated", async () => {
    const id = await failOn(works, "g", ["g"]);
    broken.add("g");
    expect((await rewound(id)).runtimeStatus).toBe(OrchestrationStatus.FAILED);
    broken.delete("g");
    expect((await rewound(id)).serializedOutput).toBe('["g"]');
    expect(runs.get("g")).toBe(3);
  });

  test("reaches a failed sub-orchestration", async () => {
    const id = await failOn(delegates, "i", ["h", "i"]);
    expect((await rewound(id)).serializedOutput).toBe('["h","i"]');
    expect(runs.get("h")).toBe(1);
    expect((await sdk.end(`${id}-child`)).runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
  });

  test("reaches a failed grandchild", async () => {
    const id = await failOn(delegatesTwice, "j", ["j"]);
    expect((await rewound(id)).serializedOutput).toBe('["j"]');
  });

  test("starts a purged sub-orchestration again", async () => {
    const id = await failOn(delegates, "l", ["k", "l"]);
    await sdk.client.purgeOrchestration(`${id}-child`);
    expect((await rewound(id)).serializedOutput).toBe('["k","l"]');
    expect(runs.get("k")).toBe(2);
  });

  test("leaves its trace in the history", async () => {
    const id = await failOn(works, "m", ["m"]);
    await rewound(id);
    const types = (await sdk.client.getOrchestrationHistory(id)).map(({ type }) => type);
    expect(types).toContain("ExecutionRewound");
    expect(types.filter((type) => type === "ExecutionCompleted")).toHaveLength(1);
  });

  test("of an orchestration that did not fail is refused", async () => {
    const { instanceId } = await sdk.run(works, ["n"]);
    await expect(sdk.client.rewindInstance(instanceId, "why")).rejects.toThrow(/not allow/i);
  });

  test("of a missing orchestration is refused", async () => {
    await expect(sdk.client.rewindInstance("nobody", "why")).rejects.toThrow(/not found/i);
  });
});
