import { describe, expect, test } from "vitest";
import { decideEntity } from "../../emulator/core/decide-entity.ts";
import type { EntityState } from "../../emulator/core/entity.ts";
import type { EntityCommand } from "../../emulator/core/entity-command.ts";
import { runnable } from "../../emulator/core/entity-queue.ts";
import { evolveEntity } from "../../emulator/core/evolve-entity.ts";
import type { EventBody } from "../../emulator/core/history-event.ts";
import { limits } from "../../emulator/core/limits.ts";
import type { Message } from "../../emulator/core/message.ts";
import { messageKinds } from "./script.ts";

/** One entity played by hand. */
function createEntity() {
  let sequence = 0;
  let names = 0;
  const stamp = { now: 1, sequence: () => ++sequence, identifier: () => `id-${++names}` };
  const played = {
    state: undefined as EntityState | undefined,
    messages: [] as Message[],
    run(command: EntityCommand) {
      const result = decideEntity(played.state, command, stamp);
      if (!result.ok) return result.code;
      played.state = result.changes.reduce(evolveEntity, played.state);
      played.messages.push(...result.messages);
      return undefined;
    },
    deliver(eventType: EventBody) {
      const event = { eventId: -1, timestamp: undefined, eventType };
      const letter = { target: "@c@1", executionId: undefined, visibleAt: 0, event };
      played.run({ type: "deliver", message: { sequence: ++sequence, ...letter } });
    },
    /** Leases a batch and answers all of it. */
    batch(entityState: string | undefined) {
      const refusal = played.run({ type: "lease-batch", token: "t", countMax: 100 });
      if (refusal !== undefined) return refusal;
      const results = (played.state?.lease?.sequences ?? []).map(() => success);
      return played.run({ type: "complete-batch", token: "t", results, actions: [], entityState });
    },
  };
  return played;
}

const success = { resultType: { $case: "success", value: { result: "1" } } } as const;

const operation = { requestId: "r", operation: "add", scheduledTime: undefined, input: "1" };

const signal: EventBody = {
  $case: "entityOperationSignaled",
  value: { ...operation, targetInstanceId: undefined },
};

const callBy = (parentInstanceId: string): EventBody => ({
  $case: "entityOperationCalled",
  value: { ...operation, targetInstanceId: undefined, parentInstanceId, parentExecutionId: "e" },
});

const lockBy = (owner: string, lockSet = ["@c@1"]): EventBody => ({
  $case: "entityLockRequested",
  value: { criticalSectionId: `${owner}-cs`, lockSet, position: 0, parentInstanceId: owner },
});

const unlockBy = (owner: string): EventBody => ({
  $case: "entityUnlockSent",
  value: {
    criticalSectionId: `${owner}-cs`,
    parentInstanceId: owner,
    targetInstanceId: undefined,
  },
});

describe("an entity", () => {
  test("whose new state is over 1 MB keeps the old one, and its callers are told why", () => {
    const entity = createEntity();
    entity.deliver(signal);
    entity.batch("1");
    entity.deliver(callBy("o"));
    entity.batch("x".repeat(limits.payloadBytes + 1));
    expect(entity.state?.entity.state).toBe("1");
    expect(entity.state?.inbox).toEqual([]);
    expect(entity.messages.at(-1)?.event.eventType).toMatchObject({
      $case: "entityOperationFailed",
      value: { failureDetails: { errorType: "PayloadTooLarge" } },
    });
  });

  test("whose operation answers with more than 1 MB has failed for its caller alone", () => {
    const entity = createEntity();
    entity.deliver(callBy("o"));
    entity.run({ type: "lease-batch", token: "t", countMax: 1 });
    const result = "x".repeat(limits.payloadBytes + 1);
    const results = [{ resultType: { $case: "success", value: { result } } }] as const;
    const answer = { type: "complete-batch", token: "t", results, actions: [] } as const;
    entity.run({ ...answer, entityState: "1" });
    expect(entity.state?.entity.state).toBe("1");
    expect(messageKinds(entity.messages)).toEqual(["entityOperationFailed -> o"]);
  });

  test.each([
    ["an id that no entity can have", { instanceId: "nobody" }],
    ["more than 1 MB of input", { input: "x".repeat(limits.payloadBytes + 1) }],
  ])("whose batch sends a signal with %s has done nothing", (_what, wrong) => {
    const entity = createEntity();
    entity.deliver(signal);
    entity.batch("1");
    entity.deliver(callBy("o"));
    entity.run({ type: "lease-batch", token: "t", countMax: 1 });
    const value = { instanceId: "@d@1", name: "add", input: "", scheduledTime: undefined };
    const actions = [
      { operationActionType: { $case: "sendSignal", value: { ...value, ...wrong } } },
    ] as const;
    const answer = { type: "complete-batch", token: "t", results: [success], actions } as const;
    entity.run({ ...answer, entityState: "2" });
    expect(entity.state?.entity.state).toBe("1");
    expect(messageKinds(entity.messages)).toEqual(["entityOperationFailed -> o"]);
  });

  test("answers its caller's execution and keeps its state", () => {
    const entity = createEntity();
    entity.deliver(callBy("o"));
    entity.batch("5");
    expect(entity.state?.entity.state).toBe("5");
    expect(messageKinds(entity.messages)).toEqual(["entityOperationCompleted -> o"]);
    expect(entity.messages[0]?.executionId).toBe("e");
  });

  test("vanishes when nothing is left of it", () => {
    const entity = createEntity();
    entity.deliver(signal);
    entity.batch(undefined);
    expect(entity.state).toBeUndefined();
  });

  test("keeps the operations that its worker did not execute", () => {
    const entity = createEntity();
    entity.deliver(signal);
    entity.deliver(signal);
    entity.run({ type: "lease-batch", token: "t", countMax: 9 });
    const command = { type: "complete-batch", token: "t", actions: [], entityState: "1" } as const;
    entity.run({ ...command, results: [success] });
    expect(entity.state?.inbox).toHaveLength(1);
    expect(entity.run({ ...command, results: [success] })).toBe("lease-lost");
  });
});

describe("purging", () => {
  test("forgets the state, and all of an entity that nothing waits for", () => {
    const entity = createEntity();
    entity.deliver(signal);
    entity.batch("1");
    expect(entity.run({ type: "purge" })).toBeUndefined();
    expect(entity.state).toBeUndefined();
    expect(entity.run({ type: "purge" })).toBe("not-found");
  });

  test("makes another execution of what stays: what a session remembers is not its state", () => {
    const entity = createEntity();
    entity.deliver(signal);
    entity.batch("1");
    entity.deliver(signal);
    const before = entity.state?.entity.executionId;
    entity.run({ type: "purge" });
    expect(entity.state?.entity.executionId).not.toBe(before);
  });

  test("leaves nobody waiting: calls stay, and a batch that is out is handed out again", () => {
    const entity = createEntity();
    entity.deliver(signal);
    entity.batch("1");
    entity.deliver(callBy("o"));
    entity.run({ type: "lease-batch", token: "old", countMax: 9 });
    entity.run({ type: "purge" });
    expect(entity.state?.entity.state).toBeUndefined();
    const late = { type: "complete-batch", token: "old", actions: [], results: [success] } as const;
    expect(entity.run({ ...late, entityState: "2" })).toBe("lease-lost");
    entity.batch(undefined);
    expect(messageKinds(entity.messages)).toEqual(["entityOperationCompleted -> o"]);
  });

  test("leaves a lock to its owner", () => {
    const entity = createEntity();
    entity.deliver(lockBy("o"));
    entity.run({ type: "purge" });
    expect(entity.state?.entity.lock?.owner).toBe("o");
  });
});

describe("a lock", () => {
  test("is granted after the operations that came before its request", () => {
    const entity = createEntity();
    entity.deliver(signal);
    entity.deliver(lockBy("o"));
    entity.deliver(signal);
    expect(entity.state?.entity.lock).toBeUndefined();
    entity.batch("1");
    expect(entity.state?.entity.lock?.owner).toBe("o");
    expect(messageKinds(entity.messages)).toEqual(["entityLockRequested -> o"]);
  });

  test("lets only its owner's calls run", () => {
    const entity = createEntity();
    entity.deliver(lockBy("o"));
    entity.deliver(signal);
    entity.deliver(callBy("other"));
    entity.deliver(callBy("o"));
    const kinds = entity.state && runnable(entity.state).map(({ event }) => event.eventType);
    expect(kinds).toEqual([callBy("o")]);
  });

  test("is told to its owner, who asks for the next", () => {
    const entity = createEntity();
    entity.deliver(lockBy("o", ["@c@1", "@c@2"]));
    expect(messageKinds(entity.messages)).toEqual(["entityLockRequested -> o"]);
    expect(entity.messages[0]?.event.eventType?.value).toMatchObject({ position: 1 });
  });

  test("goes to the next who waits when it is released", () => {
    const entity = createEntity();
    entity.deliver(lockBy("o"));
    entity.deliver(lockBy("p"));
    entity.deliver(unlockBy("o"));
    expect(entity.state?.entity.lock?.owner).toBe("p");
  });

  test("is not released by others, nor twice", () => {
    const entity = createEntity();
    entity.deliver(lockBy("o"));
    entity.deliver(unlockBy("p"));
    expect(entity.state?.entity.lock?.owner).toBe("o");
    entity.deliver(unlockBy("o"));
    entity.deliver(unlockBy("o"));
    expect(entity.state).toBeUndefined();
  });

  test("that its owner no longer waits for is never granted", () => {
    const entity = createEntity();
    entity.deliver(lockBy("o"));
    entity.deliver(lockBy("p"));
    entity.deliver(unlockBy("p"));
    entity.deliver(unlockBy("o"));
    expect(messageKinds(entity.messages)).toEqual(["entityLockRequested -> o"]);
  });
});
