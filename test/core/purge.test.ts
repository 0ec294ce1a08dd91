import { describe, expect, test } from "vitest";
import { createScript } from "./script.ts";

function ended() {
  const script = createScript();
  script.create();
  script.now = 2_000;
  script.run({ type: "force-terminate", reason: undefined });
  return script;
}

describe("purging", () => {
  test("forgets what has ended", () => {
    const script = ended();
    expect(script.run({ type: "purge" })).toBeUndefined();
    expect(script.state).toBeUndefined();
  });

  test("is refused for what has not ended", () => {
    const script = createScript();
    script.create();
    expect(script.run({ type: "purge" })?.code).toBe("failed-precondition");
  });

  test("of what ended by a time spares what ended later", () => {
    const script = ended();
    expect(script.run({ type: "purge", endedBy: 1_999 })?.message).toContain("ended later");
    expect(script.run({ type: "purge", endedBy: 2_000 })).toBeUndefined();
  });
});
