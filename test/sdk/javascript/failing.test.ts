import {
  type OrchestrationContext,
  OrchestrationStatus,
  RetryPolicy,
} from "@microsoft/durabletask-js";
import { describe, expect, test } from "vitest";
import { useSdk } from "./fixture.ts";

/** How often each activity was tried, by the instance that called it. */
const tries = new Map<string, number>();

function tried(key: string): number {
  const count = (tries.get(key) ?? 0) + 1;
  tries.set(key, count);
  return count;
}

interface Attempts {
  readonly key: string;
  /** The first attempt that succeeds. */
  readonly good: number;
}

const retry = new RetryPolicy({
  maxNumberOfAttempts: 3,
  firstRetryIntervalInMilliseconds: 50,
});

const flaky = async (_: unknown, { key, good }: Attempts) => {
  const count = tried(key);
  if (count < good) throw new Error(`attempt ${count}`);
  return count;
};

async function* retries(context: OrchestrationContext, attempts: Attempts): AsyncGenerator {
  return yield context.callActivity(flaky, attempts, { retry });
}

async function* flakyChild(context: OrchestrationContext, attempts: Attempts): AsyncGenerator {
  return yield context.callActivity(flaky, attempts);
}

async function* retriesChild(context: OrchestrationContext, attempts: Attempts): AsyncGenerator {
  const instanceId = `${context.instanceId}-child`;
  return yield context.callSubOrchestrator(flakyChild, attempts, { retry, instanceId });
}

async function* handled(context: OrchestrationContext, attempts: Attempts): AsyncGenerator {
  const once = ({ lastAttemptNumber = 0 }) => lastAttemptNumber < 2;
  return yield context.callActivity(flaky, attempts, { retry: once });
}

async function* catches(context: OrchestrationContext, attempts: Attempts): AsyncGenerator {
  try {
    return yield context.callActivity(flaky, attempts);
  } catch (error) {
    return `caught ${error instanceof Error ? error.message : ""}`;
  }
}

async function* callsNobody(context: OrchestrationContext, name: string): AsyncGenerator {
  return yield context.callActivity(name);
}

const nondeterministic = { turns: 0 };
async function* changes(context: OrchestrationContext): AsyncGenerator {
  nondeterministic.turns += 1;
  if (nondeterministic.turns === 1) yield context.callActivity(flaky, { key: "changes", good: 1 });
  else yield context.createTimer(1);
  return "never";
}

const sdk = useSdk((worker) => {
  worker.addActivity(flaky);
  for (const orchestrator of [
    retries,
    flakyChild,
    retriesChild,
    handled,
    catches,
    callsNobody,
    changes,
  ]) {
    worker.addOrchestrator(orchestrator);
  }
});

describe("a retry policy", () => {
  test("runs an activity again until it succeeds, each attempt once", async () => {
    const state = await sdk.run(retries, { key: "third", good: 3 });
    expect(state.serializedOutput).toBe("3");
    expect(tries.get("third")).toBe(3);
  });

  test("that is exhausted fails the orchestration with the activity's last failure", async () => {
    const state = await sdk.run(retries, { key: "never", good: 9 });
    expect(state.runtimeStatus).toBe(OrchestrationStatus.FAILED);
    expect(state.failureDetails?.message).toContain("attempt 3");
    expect(tries.get("never")).toBe(3);
  });

  test("waits at least its interval between attempts", async () => {
    const state = await sdk.run(retries, { key: "slow", good: 3 });
    const elapsed = state.lastUpdatedAt.getTime() - state.createdAt.getTime();
    expect(elapsed).toBeGreaterThanOrEqual(100);
  });

  test("runs a failed sub-orchestration again under its own id", async () => {
    const state = await sdk.run(retriesChild, { key: "child", good: 2 });
    expect(state.serializedOutput).toBe("2");
    const child = await sdk.end(`${state.instanceId}-child`);
    expect(child.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
  });

  test("that is a handler decides attempt by attempt", async () => {
    const state = await sdk.run(handled, { key: "handled", good: 9 });
    expect(state.runtimeStatus).toBe(OrchestrationStatus.FAILED);
    expect(tries.get("handled")).toBe(2);
  });
});

describe("a failure", () => {
  test("of an activity can be caught by its orchestrator", async () => {
    const state = await sdk.run(catches, { key: "caught", good: 9 });
    expect(state.runtimeStatus).toBe(OrchestrationStatus.COMPLETED);
    expect(state.serializedOutput).toContain("attempt 1");
  });

  test("keeps its type and its stack", async () => {
    const { failureDetails } = await sdk.run(flakyChild, { key: "stack", good: 9 });
    expect(failureDetails?.errorType).not.toBe("");
    expect(failureDetails?.stackTrace).not.toBe("");
  });

  test("names an activity that nobody registered", async () => {
    const state = await sdk.run(callsNobody, "ghost");
    expect(state.failureDetails?.message).toContain("ghost");
  });

  test("names an orchestrator that nobody registered", async () => {
    const state = await sdk.run("phantom");
    expect(state.runtimeStatus).toBe(OrchestrationStatus.FAILED);
    expect(state.failureDetails?.message).toContain("phantom");
  });

  test("tells of an orchestrator that did not do the same again", async () => {
    const state = await sdk.run(changes);
    expect(state.failureDetails?.errorType).toContain("NonDeterminism");
  });
});
