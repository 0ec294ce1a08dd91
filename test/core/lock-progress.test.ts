import { describe, expect, test } from "vitest";
import type { EventBody } from "../../emulator/core/history-event.ts";
import { actions, kinds, messageKinds, running } from "./script.ts";

const { complete, lock } = actions;
const lockSet = ["@c@1", "@c@2"];

/** What an entity sends back once it is locked: the request, moved on to the next position. */
const lockedAt = (position: number): EventBody => ({
  $case: "entityLockRequested",
  value: { criticalSectionId: "cs", lockSet, position, parentInstanceId: "one" },
});

function locking() {
  const script = running();
  script.deliver({ $case: "eventRaised", value: { name: "go", input: undefined } });
  script.turn([lock(lockSet)]);
  return script;
}

describe("a critical section", () => {
  test("asks for one entity after the other and is granted after the last", () => {
    const script = locking();
    script.deliver(lockedAt(1));
    expect(script.state?.inbox).toEqual([]);
    script.deliver(lockedAt(2));
    expect(messageKinds(script.messages)).toEqual([
      "entityLockRequested -> @c@1",
      "entityLockRequested -> @c@2",
    ]);
    expect(kinds(script.state?.inbox.map(({ event }) => event) ?? [])).toEqual([
      "entityLockGranted",
    ]);
  });

  test("whose owner has ended meanwhile gives back what is locked for it later", () => {
    const script = locking();
    script.deliver({ $case: "eventRaised", value: { name: "go", input: undefined } });
    script.turn([complete()]);
    script.messages.length = 0;
    script.deliver(lockedAt(1));
    expect(messageKinds(script.messages)).toEqual(["entityUnlockSent -> @c@1"]);
  });

  test("of another execution of the same id is given back too", () => {
    const script = running();
    script.deliver(lockedAt(2));
    expect(messageKinds(script.messages)).toEqual(["entityUnlockSent -> @c@2"]);
    expect(script.state?.inbox).toEqual([]);
  });
});
