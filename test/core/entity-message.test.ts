import { describe, expect, test } from "vitest";
import { limits } from "../../emulator/core/limits.ts";
import { actions, messageKinds, started, status } from "./script.ts";

describe("a message to an entity", () => {
  test("reaches it in whatever case its name is written", () => {
    const script = started();
    script.turn([actions.signal("@Counter@Key"), actions.call("@COUNTER@Key")]);
    expect(messageKinds(script.messages)).toEqual([
      "entityOperationSignaled -> @counter@Key",
      "entityOperationCalled -> @counter@Key",
    ]);
  });

  test("that no entity can have: the call fails", () => {
    const script = started();
    script.turn([actions.call(`@c@${"x".repeat(100)}`)]);
    expect(status(script)).toBe("running");
    expect(messageKinds(script.messages)).toEqual(["entityOperationFailed -> one"]);
  });

  test.each([
    ["signal to no entity", actions.signal("nobody"), "InvalidEntityId"],
    ["lock of no entity", actions.lock(["@c@1", "nobody"]), "InvalidEntityId"],
    [
      "signal of more than 1 MB",
      actions.signal("@c@1", "x".repeat(limits.payloadBytes + 1)),
      "PayloadTooLarge",
    ],
  ])("that cannot be sent (%s) fails the orchestration", (_what, action, errorType) => {
    const script = started();
    script.turn([action]);
    expect(status(script)).toBe("failed");
    expect(script.state?.payloads.failure?.errorType).toBe(errorType);
  });
});
