import { expect, test } from "vitest";
import { ratiosOf } from "../../bench/ratios.ts";
import { runWith } from "./runs.ts";

const calls = { engine: "restate", worker: "calls" };

test("rates are compared at the best of each side", () => {
  const runs = [
    runWith({ concurrency: 32, perSecond: 500 }),
    runWith({ concurrency: 256, perSecond: 700 }),
    runWith({ ...calls, concurrency: 32, perSecond: 175 }),
    runWith({ ...calls, concurrency: 256, perSecond: 100 }),
  ];
  expect(ratiosOf(runs)).toEqual([
    { name: "sequence-5 / Restate's calls", value: 4, target: 3.5, isMet: true },
  ]);
});

test("latencies are compared one at a time, and less is better", () => {
  const runs = [
    runWith({ concurrency: 1, p50Millis: 10 }),
    runWith({ ...calls, concurrency: 1, p50Millis: 25 }),
    runWith({ ...calls, concurrency: 32, p50Millis: 1 }),
  ];
  const name = "sequence-5 p50, one at a time / Restate's calls";
  expect(ratiosOf(runs)).toContainEqual({ name, value: 0.4, target: 0.2, isMet: false });
});

test("a ratio of which a side was not measured is not told", () => {
  expect(ratiosOf([runWith({}), runWith({ ...calls, scenario: "start-only" })])).toEqual([]);
});
