import { describe, expect, test } from "vitest";
import type { EventBody } from "../../emulator/core/history-event.ts";
import {
  begun,
  commit,
  completed,
  done,
  event,
  executionOf,
  firstTurn,
  plain,
  starts,
  statusNumber,
  task,
  timer,
  to,
} from "./engine-script.ts";
import { kinds, messageKinds, raised, running, started, status } from "./script.ts";

describe("an engine that continues as new", () => {
  test("within the turn leaves nothing of the old execution", () => {
    const script = running();
    const before = executionOf(script);
    script.deliver(raised("go"));
    script.run({ type: "lease-turn", token: "t", messageCountMax: 9 });
    script.deliver(raised("kept"));
    script.deliver({ $case: "taskCompleted", value: { taskScheduledId: 1, result: "" } }, before);
    const history = [begun, event(starts("one", "next", "2")), task(0), done];
    script.run({ ...plain, history, tasks: [task(0)] });
    expect(script.history).toEqual(history);
    expect(script.state).toMatchObject({
      orchestration: { status: "running", executionId: "next", historyLength: 4 },
      payloads: { input: "2" },
      inbox: [{ event: { eventType: raised("kept") } }],
    });
    expect(script.changes.at(-1)).toMatchObject({ type: "orchestration-saved" });
    const scheduled = script.changes.find(({ type }) => type === "task-scheduled");
    expect(scheduled).toMatchObject({ task: { executionId: "next" } });
  });

  test("within the turn knows what its generations have begun from each other", () => {
    const script = running();
    const before = executionOf(script);
    script.deliver(raised("go"));
    const history = [begun, event(starts("one", "next", "2")), task(0), done];
    const tasks = [task(0, "old"), task(1, "old"), task(0, "own")];
    commit(script, { history, tasks, timers: [timer(9)] });
    const scheduled = script.changes.flatMap((change) =>
      change.type === "task-scheduled" ? [change.task] : [],
    );
    expect(scheduled.map(({ executionId, event: { eventId } }) => [executionId, eventId])).toEqual([
      ["next", 0],
      [before, 0],
      [before, 1],
    ]);
    expect(script.history).toContainEqual(task(0, "own"));
    expect(script.messages).toEqual([]);
  });

  test("may send itself the start of a later turn, and events after it", () => {
    const script = running();
    script.deliver(raised("go"));
    const messages = [to("one", starts("one", "next", "2")), to("one", raised("carried"))];
    commit(script, { status: statusNumber.continued, messages, history: [begun, done] });
    expect(script.history).toEqual([]);
    expect(kinds(script.state?.inbox.map((message) => message.event) ?? [])).toEqual([
      "executionStarted",
      "eventRaised",
    ]);
    expect(script.state?.payloads.input).toBe("2");
    expect(script.messages).toEqual([]);
  });

  test("may end and start the same id again, which is another orchestration", () => {
    const script = running();
    script.deliver(raised("go"));
    const messages = [to("one", starts("one", "next", "2"))];
    commit(script, { status: statusNumber.completed, messages, history: [completed("1")] });
    expect(status(script)).toBe("completed");
    expect(messageKinds(script.messages)).toEqual(["executionStarted -> one"]);
  });

  test("may leave all but the new input to the scheduler", () => {
    const script = running();
    script.deliver(raised("go"));
    const continued = event({ $case: "continueAsNew", value: { input: "2" } });
    commit(script, { status: statusNumber.continued, history: [begun, continued, done] });
    expect(script.state?.payloads.input).toBe("2");
    expect(status(script)).toBe("running");
  });
});

describe("the locks of an engine's orchestration", () => {
  const lock: EventBody = {
    $case: "entityLockRequested",
    value: {
      criticalSectionId: "s",
      lockSet: ["@a@1", "@b@1"],
      position: 0,
      parentInstanceId: undefined,
    },
  };
  const unlock = (entityId: string) =>
    to(entityId, {
      $case: "entityUnlockSent",
      value: { criticalSectionId: "s", parentInstanceId: "one", targetInstanceId: undefined },
    });

  test("are asked for in its name, and released by the scheduler where it leaves them", () => {
    const script = started();
    commit(script, { history: firstTurn(script), messages: [to("@a@1", lock)] });
    expect(script.messages[0]?.event.eventType).toMatchObject({
      value: { parentInstanceId: "one" },
    });
    script.messages.length = 0;
    script.deliver({ $case: "entityLockGranted", value: { criticalSectionId: "s" } });
    commit(script, { status: 1, history: [completed("1")], messages: [unlock("@a@1")] });
    expect(messageKinds(script.messages)).toEqual([
      "entityUnlockSent -> @a@1",
      "entityUnlockSent -> @b@1",
    ]);
  });

  test("do not outlive a generation, but those of the next one do", () => {
    const script = started();
    commit(script, { history: firstTurn(script), messages: [to("@a@1", lock)] });
    script.messages.length = 0;
    script.deliver(raised("go"));
    const next = { ...lock, value: { ...lock.value, criticalSectionId: "n" } };
    const history = [begun, event(starts("one", "next"))];
    commit(script, { history, messages: [to("@a@1", next)] });
    expect(messageKinds(script.messages)).toEqual([
      "entityLockRequested -> @a@1",
      "entityUnlockSent -> @a@1",
      "entityUnlockSent -> @b@1",
    ]);
    expect(script.state?.orchestration.criticalSections.map(({ id }) => id)).toEqual(["n"]);
  });
});

test("an engine that was asked to rewind brings the history under a new execution", () => {
  const script = started();
  const history = [...firstTurn(script), task(0), completed("no luck", 3)];
  commit(script, { status: statusNumber.failed, history });
  script.run({ type: "rewind", reason: "fixed" });
  const renewed = [begun, event(starts("one", "renewed")), done, task(0)];
  commit(script, { history: renewed });
  expect(script.history).toEqual(renewed);
  expect(script.state?.orchestration).toMatchObject({ status: "running", executionId: "renewed" });
  expect(script.changes.filter(({ type }) => type === "task-scheduled")).toHaveLength(1);
});
