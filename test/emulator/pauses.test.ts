import { expect, test } from "vitest";
import { createPauses } from "../../emulator/pauses.ts";
import { createScriptedClock } from "./scripted-clock.ts";

function scripted() {
  const clock = createScriptedClock();
  const pauses = createPauses(clock);
  const over: string[] = [];
  /** How many seconds pass until work that is given back may be handed out again. */
  const secondsOf = (name: string) => {
    const from = clock.now();
    pauses.begin(name, () => over.push(name));
    const count = over.length;
    while (over.length === count) clock.advance(1_000);
    return (clock.now() - from) / 1_000;
  };
  return { clock, pauses, over, secondsOf };
}

test("work that is given back in a row waits longer each time, up to half a minute", () => {
  const { secondsOf } = scripted();
  const seconds = [1, 2, 3, 4, 5, 6, 7].map(() => secondsOf("one"));
  expect(seconds).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(secondsOf("two")).toBe(1);
});

test("work that was done, or not given back for a minute, waits as at first", () => {
  const { clock, pauses, secondsOf } = scripted();
  expect([secondsOf("one"), secondsOf("one")]).toEqual([1, 2]);
  pauses.forget("one");
  expect([secondsOf("one"), secondsOf("one")]).toEqual([1, 2]);
  clock.advance(58_000);
  expect(secondsOf("other")).toBe(1);
  expect(secondsOf("one")).toBe(1);
});

test("all pauses end at once when told, and never when closed", () => {
  const { clock, pauses, over } = scripted();
  for (const name of ["one", "two"]) pauses.begin(name, () => over.push(name));
  pauses.endAll();
  expect(over).toEqual(["one", "two"]);
  pauses.begin("three", () => over.push("three"));
  pauses.close();
  clock.advance(60_000);
  expect(over).toEqual(["one", "two"]);
});
