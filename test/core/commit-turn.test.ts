import { describe, expect, test } from "vitest";
import type { EventBody, ExecutionRewound } from "../../emulator/core/history-event.ts";
import { limits } from "../../emulator/core/limits.ts";
import {
  begun,
  childOf,
  commit,
  completed,
  done,
  event,
  executionOf,
  firstTurn,
  plain,
  statusNumber,
  task,
  timer,
  to,
} from "./engine-script.ts";
import { createScript, kinds, messageKinds, raised, running, started, status } from "./script.ts";

describe("a turn that its worker has computed", () => {
  test("adds its history, to which the scheduler adds inputs alone", () => {
    const script = started();
    commit(script, { history: [...firstTurn(script), task(0)], tasks: [task(0, "1")] });
    expect(kinds(script.history)).toEqual([
      ...["orchestratorStarted", "executionStarted", "orchestratorCompleted", "taskScheduled"],
    ]);
    expect(script.history.at(-1)).toEqual(task(0, "1"));
    expect(script.state?.orchestration).toMatchObject({ status: "running", historyLength: 4 });
    const scheduled = script.changes.find(({ type }) => type === "task-scheduled");
    expect(scheduled).toMatchObject({
      task: { instanceId: "one", executionId: executionOf(script), event: task(0, "1") },
    });
  });

  test("counts once, and not at all when another has the lease", () => {
    const script = started();
    commit(script, { history: firstTurn(script) });
    expect(script.run(plain)?.code).toBe("lease-lost");
  });

  test("leaves the messages that it has not consumed", () => {
    const script = started();
    for (const name of ["a", "b"]) script.deliver(raised(name));
    commit(script, { history: firstTurn(script), messagesConsumed: 2 });
    expect(script.state?.inbox.map((message) => message.event.eventType)).toEqual([raised("b")]);
  });

  test("sets timers that reach its own execution when their time has come", () => {
    const script = started();
    commit(script, { history: firstTurn(script), timers: [timer(9)] });
    expect(script.messages).toMatchObject([
      { target: "one", executionId: executionOf(script), visibleAt: 9_000 },
    ]);
  });

  test("remembers its sub-orchestrations, so that their ends are taken once", () => {
    const script = started();
    const messages = [to("child", childOf("one", executionOf(script), 3), "c1")];
    commit(script, { history: firstTurn(script), messages });
    expect(messageKinds(script.messages)).toEqual(["executionStarted -> child"]);
    expect(script.messages[0]?.executionId).toBeUndefined();
    const value = { taskScheduledId: 3, result: "1" };
    const ended: EventBody = { $case: "subOrchestrationInstanceCompleted", value };
    script.deliver(ended);
    script.deliver(ended);
    expect(script.state?.inbox).toHaveLength(1);
  });

  test("whose sub-orchestration cannot have its id hears of it instead", () => {
    const script = started();
    const body = childOf("one", executionOf(script), 3);
    commit(script, { history: firstTurn(script), messages: [to("@entity@1", body)] });
    expect(messageKinds(script.messages)).toEqual(["subOrchestrationInstanceFailed -> one"]);
  });

  test("with a payload over 1 MB fails the orchestration and does nothing else", () => {
    const script = started();
    const tasks = [task(0, "x".repeat(limits.payloadBytes + 1))];
    commit(script, { history: firstTurn(script), tasks, timers: [timer(9)] });
    expect(status(script)).toBe("failed");
    expect(script.state?.payloads.failure?.errorMessage).toContain("input of taskScheduled");
    expect(script.messages).toEqual([]);
  });
});

describe("the status of such a turn", () => {
  test("ends the orchestration with the result in its history", () => {
    const script = running();
    script.deliver(raised("go"));
    const history = [begun, event(raised("go")), completed("42"), done];
    commit(script, { status: statusNumber.completed, history });
    expect(script.state?.payloads.output).toBe("42");
    expect(kinds(script.history).slice(-2)).toEqual([
      "executionCompleted",
      "orchestratorCompleted",
    ]);
    expect(status(script)).toBe("completed");
  });

  test("fails it with the text of its result where there are no details", () => {
    const script = running();
    script.deliver(raised("go"));
    commit(script, { status: statusNumber.failed, history: [completed("no luck", 3)] });
    expect(script.state?.payloads.failure?.errorMessage).toBe("no luck");
  });

  test("leaves it to the worker to tell the parent", () => {
    const script = createScript();
    script.create({ parent: childOf("parent", "p1", 3).value.parentInstance });
    const value = { taskScheduledId: 3, result: "42" };
    const told = to("parent", { $case: "subOrchestrationInstanceCompleted", value }, "p1");
    const history = [...firstTurn(script), completed("42")];
    commit(script, { status: statusNumber.completed, history, messages: [told] });
    expect(script.messages).toHaveLength(1);
    expect(script.messages[0]).toMatchObject({ target: "parent", executionId: "p1" });
  });

  test("reaches a parent that has been rewound, of which the worker has not heard", () => {
    const script = createScript();
    script.create({ parent: childOf("parent", "p1", 3).value.parentInstance });
    commit(script, { history: firstTurn(script) });
    const { parentInstance } = childOf("parent", "p2", 3).value;
    const value: ExecutionRewound = {
      ...{ reason: undefined, parentExecutionId: "p2", instanceId: "one", name: "greet" },
      ...{ version: undefined, input: undefined, parentTraceContext: undefined, tags: {} },
      parentInstance,
    };
    script.deliver({ $case: "executionRewound", value });
    script.deliver(raised("go"));
    const outcome = { taskScheduledId: 3, result: "42" };
    const body: EventBody = { $case: "subOrchestrationInstanceCompleted", value: outcome };
    const told = to("parent", body, "p1");
    commit(script, {
      status: statusNumber.completed,
      history: [completed("42")],
      messages: [told],
    });
    expect(script.messages.at(-1)).toMatchObject({ target: "parent", executionId: "p2" });
  });

  test("decides on suspension, unless a later one has arrived meanwhile", () => {
    const script = running();
    script.deliver({ $case: "executionSuspended", value: { input: undefined } });
    commit(script, { status: statusNumber.suspended });
    expect(status(script)).toBe("suspended");
    script.deliver({ $case: "executionResumed", value: { input: undefined } });
    script.run({ type: "lease-turn", token: "t", messageCountMax: 9 });
    script.deliver({ $case: "executionSuspended", value: { input: undefined } });
    script.run({ ...plain, status: statusNumber.running });
    expect(status(script)).toBe("suspended");
  });

  test("ends the sub-orchestrations of one that is terminated with them", () => {
    const script = started();
    const messages = [to("child", childOf("one", executionOf(script), 3))];
    commit(script, { history: firstTurn(script), messages });
    script.messages.length = 0;
    const value = { input: "out", recurse: true };
    script.deliver({ $case: "executionTerminated", value });
    commit(script, { status: 5, history: [event({ $case: "executionTerminated", value })] });
    expect(messageKinds(script.messages)).toEqual(["executionTerminated -> child"]);
  });

  test("ends those with them that the last turn has started", () => {
    const script = started();
    const value = { input: "out", recurse: true };
    script.deliver({ $case: "executionTerminated", value });
    const messages = [to("child", childOf("one", executionOf(script), 3))];
    commit(script, { status: 5, history: firstTurn(script), messages });
    expect(messageKinds(script.messages)).toEqual([
      "executionStarted -> child",
      "executionTerminated -> child",
    ]);
  });
});
