import { describe, expect, test } from "vitest";
import { limits } from "../../emulator/core/limits.ts";
import { statuses } from "../../emulator/core/status.ts";
import {
  actions,
  createScript,
  kinds,
  messageKinds,
  plainStart,
  raised,
  started,
  status,
} from "./script.ts";

const { complete, lock } = actions;

describe("starting", () => {
  test("a new orchestration is pending and its start waits in its inbox", () => {
    const script = started();
    expect(status(script)).toBe("pending");
    expect(kinds(script.state?.inbox.map(({ event }) => event) ?? [])).toEqual([
      "executionStarted",
    ]);
  });

  test("a scheduled start is a message that becomes visible at its time", () => {
    const script = createScript();
    script.create({ scheduledStart: { seconds: 60, nanos: 1 } });
    expect(script.state?.inbox).toEqual([]);
    expect(script.messages.map(({ visibleAt }) => visibleAt)).toEqual([60_001]);
  });

  test("events raised before a scheduled start wait behind it", () => {
    const script = createScript();
    script.create({ scheduledStart: { seconds: 60, nanos: 0 } });
    script.deliver(raised("early"));
    expect(script.turn()?.code).toBe("failed-precondition");
    const [start] = script.messages;
    script.now = 60_000;
    if (start) script.run({ type: "deliver", message: start });
    script.turn();
    expect(kinds(script.history)).toEqual([
      "orchestratorStarted",
      "executionStarted",
      "eventRaised",
    ]);
  });

  test("events wait behind a scheduled start also when they were sent before it was made", () => {
    const script = createScript();
    const early = { seconds: 1, nanos: 0 };
    const event = { eventId: -1, timestamp: early, eventType: raised("early") };
    const sent = { target: "one", executionId: undefined, visibleAt: 0, event };
    const message = { sequence: script.stamp().sequence(), ...sent };
    script.create({ scheduledStart: { seconds: 60, nanos: 0 } });
    script.run({ type: "deliver", message });
    const [start] = script.messages;
    if (start) script.run({ type: "deliver", message: start });
    script.turn();
    expect(kinds(script.history).slice(1)).toEqual(["executionStarted", "eventRaised"]);
  });

  test("a start that lies ahead is called off by a termination", () => {
    const script = createScript();
    script.create({ scheduledStart: { seconds: 60, nanos: 0 } });
    const input = '"never mind"';
    script.deliver({ $case: "executionTerminated", value: { input, recurse: true } });
    expect(status(script)).toBe("terminated");
    expect(script.state?.payloads.output).toBe(input);
    const [start] = script.messages;
    script.now = 60_000;
    if (start) script.run({ type: "deliver", message: start });
    expect(script.state?.inbox).toEqual([]);
  });

  test("a live id is refused, with a text that names it", () => {
    const refusal = started().create();
    expect(refusal?.code).toBe("already-exists");
    expect(refusal?.message).toContain("'one' already exists");
    expect(refusal?.message).toContain("orchestration instance already exists");
  });

  test("a live instance that is replaced gives back its locks, and its parent hears of it", () => {
    const script = createScript();
    const orchestrationInstance = { instanceId: "parent", executionId: "p" };
    script.create({
      parent: { taskScheduledId: 7, name: undefined, version: undefined, orchestrationInstance },
    });
    script.turn([lock(["@c@1", "@c@2"])]);
    script.messages.length = 0;
    script.run({ type: "create", start: plainStart, replaceable: statuses });
    expect(messageKinds(script.messages)).toEqual([
      "subOrchestrationInstanceFailed -> parent",
      "entityUnlockSent -> @c@1",
      "entityUnlockSent -> @c@2",
    ]);
    expect(status(script)).toBe("pending");
  });

  test("an ended instance is replaced and nothing of it remains", () => {
    const script = started();
    script.turn([complete('"old"')]);
    expect(script.create()).toBeUndefined();
    expect(status(script)).toBe("pending");
    expect(script.state?.payloads.output).toBeUndefined();
  });

  test.each(statuses)(
    "a policy that lists %s replaces an instance in it, and no other",
    (listed) => {
      const script = started();
      const replaceable = [listed, "terminated" as const];
      const refusal = script.run({ type: "create", start: plainStart, replaceable });
      expect(refusal?.code).toBe(listed === "pending" ? undefined : "already-exists");
    },
  );

  test("a policy that excludes terminated but allows running instances is refused", () => {
    const command = { type: "create", start: plainStart, replaceable: ["running"] } as const;
    const refusal = started().run(command);
    expect(refusal?.message).toBe(
      "Invalid reusable statuses: cannot exclude 'Terminated' while also allowing " +
        "reuse of running instances",
    );
  });

  test.each([
    ["an empty name", { name: "" }, "name"],
    ["an id over 100 characters", { instanceId: "x".repeat(101) }, "length"],
    ["an entity's id", { instanceId: "@counter@a" }, "reserved"],
    ["an id beyond printable ASCII", { instanceId: "grüß" }, "printable"],
    ["an input over 1 MB", { input: "x".repeat(limits.payloadBytes + 1) }, "input"],
  ])("%s is refused", (_, start, text) => {
    const refusal = createScript().create(start);
    expect(refusal?.code).toBe("invalid-argument");
    expect(refusal?.message).toContain(text);
  });
});
