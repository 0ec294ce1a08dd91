import { describe, expect, test } from "vitest";
import { limits } from "../../emulator/core/limits.ts";
import {
  actions,
  answer,
  createScript,
  kinds,
  messageKinds,
  plainStart,
  raised,
  running,
  started,
  status,
} from "./script.ts";

const { activity, child, complete, timer } = actions;

describe("a turn", () => {
  test("is handed out once, and only when something is new", () => {
    const script = started();
    const lease = { type: "lease-turn", token: "t", messageCountMax: 9 } as const;
    expect(script.run(lease)).toBeUndefined();
    expect(script.run({ ...lease, token: "u" })?.code).toBe("failed-precondition");
    script.run(answer([]));
    expect(script.run(lease)?.code).toBe("failed-precondition");
  });

  test("that is answered twice counts once", () => {
    const script = started();
    script.turn([activity("a")]);
    expect(script.run(answer([activity("a")]))?.code).toBe("lease-lost");
  });

  test("writes what arrived, then one event per action with the action's id", () => {
    const script = started();
    script.turn([activity("a"), timer(9), child("c")]);
    expect(kinds(script.history)).toEqual([
      "orchestratorStarted",
      "executionStarted",
      "taskScheduled",
      "timerCreated",
      "subOrchestrationInstanceCreated",
    ]);
    expect(script.history.map(({ eventId }) => eventId)).toEqual([-1, 0, 1, 2, 3]);
  });

  test("puts the completion last whatever its place among the actions", () => {
    const script = started();
    script.turn([complete("1"), activity("a")]);
    expect(kinds(script.history).at(-1)).toBe("executionCompleted");
    expect(script.state?.orchestration.historyLength).toBe(script.history.length);
  });

  test("leaves what arrived meanwhile for the next one", () => {
    const script = started();
    script.run({ type: "lease-turn", token: "t", messageCountMax: 9 });
    script.deliver(raised("late"));
    script.run(answer([]));
    expect(script.state?.inbox).toHaveLength(1);
  });

  test("makes the status running and the custom status visible together", () => {
    const script = started();
    script.turn([], { customStatus: '"half"' });
    expect(status(script)).toBe("running");
    expect(script.state?.payloads.customStatus).toBe('"half"');
    script.deliver(raised("go"));
    script.turn([], { customStatus: "" });
    expect(script.state?.payloads.customStatus).toBeUndefined();
  });

  test("whose action carries more than 1 MB fails the orchestration and does nothing else", () => {
    const script = started();
    script.turn([activity("big", "x".repeat(limits.payloadBytes + 1)), activity("small")]);
    expect(status(script)).toBe("failed");
    expect(script.state?.payloads.failure?.errorMessage).toContain("activity 'big'");
    expect(script.changes.some(({ type }) => type === "task-scheduled")).toBe(false);
  });
});

describe("timers and children", () => {
  test("a timer fires for its own execution, never before its time", () => {
    const script = started();
    script.turn([timer(9)]);
    const [fired] = script.messages;
    expect(fired?.visibleAt).toBe(9_000);
    expect(fired?.executionId).toBe(script.state?.orchestration.executionId);
    expect(fired?.event.timestamp).toEqual({ seconds: 9, nanos: 0 });
  });

  test("a child's outcome is taken once", () => {
    const script = started();
    script.turn([child("c")]);
    const value = { taskScheduledId: 1, result: "1" };
    script.deliver({ $case: "subOrchestrationInstanceCompleted", value });
    script.deliver({ $case: "subOrchestrationInstanceCompleted", value });
    expect(script.state?.inbox).toHaveLength(1);
    expect(script.state?.children).toEqual([]);
  });

  test("a child whose id is live fails in its parent, with the id in the text", () => {
    const script = running();
    const parent = { instanceId: "p", executionId: "pe" };
    script.deliver({
      $case: "executionStarted",
      value: {
        ...plainStart,
        orchestrationInstance: { instanceId: "one", executionId: "ce" },
        parentInstance: {
          taskScheduledId: 7,
          name: "p",
          version: undefined,
          orchestrationInstance: parent,
        },
        scheduledStartTimestamp: undefined,
        orchestrationSpanID: undefined,
      },
    });
    expect(messageKinds(script.messages)).toEqual(["subOrchestrationInstanceFailed -> p"]);
  });

  test("a message for another execution is dropped", () => {
    const script = running();
    script.deliver({ $case: "taskCompleted", value: { taskScheduledId: 1, result: "1" } }, "other");
    expect(script.state?.inbox).toEqual([]);
  });
});

describe("ending", () => {
  test("keeps the result byte for byte and tells the parent", () => {
    const script = createScript();
    script.create({
      parent: {
        taskScheduledId: 4,
        name: "p",
        version: undefined,
        orchestrationInstance: { instanceId: "p", executionId: "pe" },
      },
    });
    script.turn([complete("")]);
    expect(script.state?.payloads.output).toBe("");
    expect(messageKinds(script.messages)).toEqual(["subOrchestrationInstanceCompleted -> p"]);
  });

  test("a termination that the worker leaves unanswered still ends the orchestration", () => {
    const script = running();
    script.deliver({ $case: "executionTerminated", value: { input: '"bye"', recurse: false } });
    script.turn();
    expect(status(script)).toBe("terminated");
    expect(script.state?.payloads.output).toBe('"bye"');
  });

  test.each([
    [true, ["executionTerminated -> c"]],
    [false, []],
  ])("with recursion %s its live children get %j", (recurse, expected) => {
    const script = started();
    script.turn([child("c")]);
    script.messages.length = 0;
    script.deliver({ $case: "executionTerminated", value: { input: undefined, recurse } });
    script.turn([complete(undefined, 5)]);
    expect(messageKinds(script.messages)).toEqual(expected);
  });

  test("with recursion a child of the very turn that ends it is terminated after its start", () => {
    const script = started();
    script.deliver({ $case: "executionTerminated", value: { input: undefined, recurse: true } });
    script.turn([child("c"), complete(undefined, 5)]);
    expect(messageKinds(script.messages)).toEqual([
      "executionStarted -> c",
      "executionTerminated -> c",
    ]);
  });

  test("what comes afterwards is dropped", () => {
    const script = started();
    script.turn([complete()]);
    script.deliver(raised("late"));
    expect(script.state?.inbox).toEqual([]);
  });
});

describe("a forced termination", () => {
  test("ends at once, voids the turn that is out and leaves children alone", () => {
    const script = started();
    script.turn([child("c")]);
    script.deliver(raised("go"));
    script.run({ type: "lease-turn", token: "t", messageCountMax: 9 });
    script.messages.length = 0;
    expect(script.run({ type: "force-terminate", reason: "stuck" })).toBeUndefined();
    expect([status(script), script.state?.payloads.output]).toEqual(["terminated", "stuck"]);
    expect(script.run(answer([complete("1")]))?.code).toBe("lease-lost");
    expect(script.messages).toEqual([]);
    const again = script.run({ type: "force-terminate", reason: undefined });
    expect(again?.code).toBe("failed-precondition");
  });
});

describe("suspending", () => {
  test("shows at once, outlives turns, and ends with the resumption", () => {
    const script = running();
    script.deliver({ $case: "executionSuspended", value: { input: "wait" } });
    expect(status(script)).toBe("suspended");
    script.turn();
    expect(status(script)).toBe("suspended");
    script.deliver({ $case: "executionResumed", value: { input: undefined } });
    expect(status(script)).toBe("running");
  });

  test("resuming what is not suspended changes nothing", () => {
    const script = running();
    script.deliver({ $case: "executionResumed", value: { input: undefined } });
    expect(script.state?.inbox).toEqual([]);
  });
});

describe("continuing as new", () => {
  test("begins a new execution with an empty history and keeps what was not consumed", () => {
    const script = running();
    const before = script.state?.orchestration;
    script.deliver(raised("first"));
    script.run({ type: "lease-turn", token: "t", messageCountMax: 9 });
    script.deliver(raised("late"));
    const carry = { eventId: -1, timestamp: undefined, eventType: raised("carried") };
    const next = complete("2", 2);
    if (next.$case === "completeOrchestration") next.value.carryoverEvents.push(carry);
    script.run(answer([next]));
    expect(script.history).toEqual([]);
    expect(status(script)).toBe("running");
    expect(script.state?.orchestration.executionId).not.toBe(before?.executionId);
    expect(script.state?.orchestration.createdAt).toBe(before?.createdAt);
    expect(script.state?.payloads.input).toBe("2");
    script.turn([complete()]);
    expect(
      script.history.map(({ eventType }) =>
        eventType?.$case === "eventRaised" ? eventType.value.name : eventType?.$case,
      ),
    ).toEqual(["orchestratorStarted", "executionStarted", "carried", "late", "executionCompleted"]);
  });

  test("before a termination that came with the same turn does not outlive it", () => {
    const script = running();
    script.deliver({ $case: "executionTerminated", value: { input: '"bye"', recurse: false } });
    script.turn([complete("2", 2)]);
    expect(status(script)).toBe("terminated");
    expect(script.state?.payloads.output).toBe('"bye"');
  });

  test("drops what was meant for the old execution alone", () => {
    const script = running();
    const old = script.state?.orchestration.executionId;
    script.deliver(raised("go"));
    script.run({ type: "lease-turn", token: "t", messageCountMax: 9 });
    script.deliver({ $case: "taskCompleted", value: { taskScheduledId: 1, result: "" } }, old);
    script.run(answer([complete(undefined, 2)]));
    expect(kinds(script.state?.inbox.map(({ event }) => event) ?? [])).toEqual([
      "executionStarted",
    ]);
  });
});

test("the inbox is in order of sequence, whatever way a message took", () => {
  const script = running();
  script.deliver(raised("second"));
  const overtaken = {
    sequence: 1,
    target: "one",
    executionId: undefined,
    visibleAt: 0,
    event: { eventId: -1, timestamp: undefined, eventType: raised("overtaken") },
  };
  script.run({ type: "deliver", message: overtaken });
  const sequences = script.state?.inbox.map(({ sequence }) => sequence) ?? [];
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  expect(sequences).toHaveLength(2);
});
