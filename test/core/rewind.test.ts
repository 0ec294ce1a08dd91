import { describe, expect, test } from "vitest";
import type { ActionBody } from "../../emulator/core/action.ts";
import type { EventBody, HistoryEvent } from "../../emulator/core/history-event.ts";
import { newEvents } from "../../emulator/core/turn.ts";
import { actions, kinds, messageKinds, raised, running, type Script, status } from "./script.ts";

const { activity, child, complete, timer } = actions;
const rewind = { type: "rewind", reason: "fixed" } as const;

/** An orchestration that scheduled these things in its first turn and failed in its second. */
function failedAfter(bodies: readonly ActionBody[]): Script {
  const script = running();
  script.deliver(raised("go"));
  script.turn(bodies);
  script.deliver(raised("go"));
  script.turn([complete(undefined, 3)]);
  script.messages.length = 0;
  return script;
}

/** What a worker answers: the history without its end, under a new execution id. */
function replacing(script: Script, without: readonly string[] = []): ActionBody {
  const dropped = new Set<string | undefined>(["executionCompleted", ...without]);
  const kept = script.history.filter(({ eventType }) => !dropped.has(eventType?.$case));
  return { $case: "rewindOrchestration", value: { newHistory: kept.map(renewed) } };
}

function renewed(event: HistoryEvent): HistoryEvent {
  if (event.eventType?.$case !== "executionStarted") return event;
  const orchestrationInstance = { instanceId: "one", executionId: "renewed" };
  const value = { ...event.eventType.value, orchestrationInstance };
  return { ...event, eventType: { $case: "executionStarted", value } };
}

const rewoundBy = (parentExecutionId: string): EventBody => ({
  $case: "executionRewound",
  value: {
    reason: "fixed",
    parentExecutionId,
    instanceId: "one",
    parentTraceContext: undefined,
    name: "greet",
    version: "2",
    input: "7",
    parentInstance: {
      taskScheduledId: 3,
      name: "parent",
      version: undefined,
      orchestrationInstance: { instanceId: "parent", executionId: parentExecutionId },
    },
    tags: { team: "a" },
  },
});

describe("a rewind", () => {
  test("is refused unless the orchestration has failed", () => {
    const script = running();
    expect(script.run(rewind)?.code).toBe("failed-precondition");
    expect(script.run(rewind)?.message).toContain("not allowed");
  });

  test("makes a failed orchestration run at once, its old failure gone", () => {
    const script = failedAfter([]);
    expect(script.run(rewind)).toBeUndefined();
    expect(status(script)).toBe("running");
    expect(script.state?.payloads.failure).toBeUndefined();
    expect(script.state?.orchestration.completedAt).toBeUndefined();
    expect(kinds(script.history).at(-1)).toBe("executionCompleted");
  });

  test("has a turn of its own, whatever arrives beside it", () => {
    const script = failedAfter([]);
    script.run(rewind);
    script.deliver(raised("early"));
    script.run({ type: "lease-turn", token: "t", messageCountMax: 9 });
    const { state } = script;
    expect(state && kinds(newEvents(state, 1, state.lease?.messageCount ?? 0))).toEqual([
      "orchestratorStarted",
      "executionRewound",
    ]);
  });

  test("takes over the worker's history and execution id; the next turn has nothing new", () => {
    const script = failedAfter([]);
    script.run(rewind);
    const answer = replacing(script);
    script.turn([answer]);
    expect(script.history).toEqual(
      answer.$case === "rewindOrchestration" && answer.value.newHistory,
    );
    expect(script.state?.orchestration).toMatchObject({
      executionId: "renewed",
      status: "running",
      historyLength: script.history.length,
    });
    script.run({ type: "lease-turn", token: "t", messageCountMax: 9 });
    const { state } = script;
    expect(state && kinds(newEvents(state, 1, state.lease?.messageCount ?? 0))).toEqual([
      "orchestratorStarted",
    ]);
  });

  test("goes on with as many events as its next worker says it was shown", () => {
    const script = failedAfter([]);
    script.run(rewind);
    script.turn([replacing(script)]);
    for (const name of ["a", "b", "c"]) script.deliver(raised(name));
    script.turn([], { messagesConsumed: 2 });
    const left = script.state?.inbox.map(({ event }) => event.eventType);
    expect(left).toEqual([raised("c")]);
    expect(kinds(script.history).slice(-3)).toEqual([
      ...["orchestratorStarted", "eventRaised", "eventRaised"],
    ]);
  });

  test("keeps the events that came meanwhile and drops what was for the failed execution", () => {
    const script = failedAfter([]);
    script.run(rewind);
    script.deliver(raised("kept"));
    script.deliver(raised("dropped"), script.state?.orchestration.executionId);
    script.turn([replacing(script)]);
    const names = script.state?.inbox.map(({ event: { eventType } }) => eventType?.value);
    expect(names).toEqual([{ name: "kept", input: undefined }, undefined]);
  });

  test("does again what the history leaves open, under the new execution", () => {
    const script = failedAfter([activity("open"), timer(9)]);
    script.changes.length = 0;
    script.run(rewind);
    script.turn([replacing(script)]);
    const tasks = script.changes.flatMap((change) =>
      change.type === "task-scheduled" ? [change.task] : [],
    );
    expect(tasks).toMatchObject([{ executionId: "renewed", event: { eventId: 1 } }]);
    expect(script.messages).toMatchObject([
      { target: "one", executionId: "renewed", visibleAt: 9_000 },
    ]);
  });

  test("does not repeat what has ended", () => {
    const script = running();
    script.deliver(raised("go"));
    script.turn([activity("done")]);
    script.deliver({ $case: "taskCompleted", value: { taskScheduledId: 1, result: "1" } });
    script.turn([complete(undefined, 3)]);
    script.changes.length = 0;
    script.run(rewind);
    script.turn([replacing(script)]);
    expect(script.changes.some(({ type }) => type === "task-scheduled")).toBe(false);
  });

  test("asks the sub-orchestrations without an end to follow", () => {
    const script = failedAfter([child("c")]);
    script.run(rewind);
    script.turn([replacing(script)]);
    expect(messageKinds(script.messages)).toEqual(["executionRewound -> c"]);
    expect(script.messages[0]?.event.eventType?.value).toMatchObject({
      reason: "fixed",
      parentExecutionId: "renewed",
      name: "child",
      parentInstance: { taskScheduledId: 1, orchestrationInstance: { instanceId: "one" } },
    });
    expect(script.state?.children).toEqual([{ taskScheduledId: 1, instanceId: "c" }]);
  });

  test("resumes one that failed while it was suspended", () => {
    const script = running();
    script.deliver({ $case: "executionSuspended", value: { input: undefined } });
    script.turn([complete(undefined, 3)]);
    script.run(rewind);
    script.turn([replacing(script)]);
    script.turn();
    expect(status(script)).toBe("running");
    expect(kinds(script.history).at(-1)).toBe("executionResumed");
  });

  test("may come twice", () => {
    const script = failedAfter([]);
    script.run(rewind);
    script.turn([replacing(script)]);
    script.turn([complete(undefined, 3)]);
    expect(script.run(rewind)).toBeUndefined();
    script.turn([replacing(script)]);
    script.turn([complete("1")]);
    expect(status(script)).toBe("completed");
  });

  test("that a worker cannot compute fails the orchestration again", () => {
    const script = failedAfter([]);
    script.run(rewind);
    script.turn([complete(undefined, 3)]);
    expect(status(script)).toBe("failed");
  });

  test("nobody asked for, or without an execution id, fails the orchestration", () => {
    const unasked = running();
    unasked.deliver(raised("go"));
    unasked.turn([replacing(unasked)]);
    expect(unasked.state?.payloads.failure?.errorType).toBe("InvalidRewind");
    const nameless = failedAfter([]);
    nameless.run(rewind);
    nameless.turn([replacing(nameless, ["executionStarted"])]);
    expect(nameless.state?.payloads.failure?.errorType).toBe("InvalidRewind");
  });
});

describe("a sub-orchestration whose parent was rewound", () => {
  test("is rewound too when it has failed, and answers to the parent's new execution", () => {
    const script = failedAfter([]);
    script.deliver(rewoundBy("p2"));
    expect(status(script)).toBe("running");
    expect(script.state?.inbox[0]?.event.eventType?.value).toMatchObject({
      parentExecutionId: "p2",
      name: undefined,
    });
    script.turn([replacing(script)]);
    script.turn([complete("1")]);
    expect(script.messages.at(-1)).toMatchObject({ target: "parent", executionId: "p2" });
  });

  test("starts again as the parent's history says when it was purged", () => {
    const script = failedAfter([]);
    script.run({ type: "purge" });
    script.deliver(rewoundBy("p2"));
    expect(script.state?.orchestration).toMatchObject({
      name: "greet",
      version: "2",
      status: "pending",
      tags: { team: "a" },
    });
    expect(script.state?.payloads.input).toBe("7");
  });

  test("that is still live goes on and answers to the parent's new execution", () => {
    const script = running();
    script.deliver(rewoundBy("p2"));
    expect(script.state?.inbox).toEqual([]);
    script.deliver(raised("go"));
    script.turn([complete("1")]);
    expect(script.messages.at(-1)).toMatchObject({ target: "parent", executionId: "p2" });
  });

  test("that has completed meanwhile tells its result again", () => {
    const script = running();
    script.deliver(raised("go"));
    script.turn([complete("5")]);
    script.deliver(rewoundBy("p2"));
    expect(script.messages.at(-1)).toMatchObject({ target: "parent", executionId: "p2" });
    expect(script.messages.at(-1)?.event.eventType).toEqual({
      $case: "subOrchestrationInstanceCompleted",
      value: { taskScheduledId: 3, result: "5" },
    });
  });
});
