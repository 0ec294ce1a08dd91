import { expect, test } from "vitest";
import { runSeeds } from "../simulation/run-seeds.ts";

test("whatever goes wrong in ten thousand runs, no rule is broken", async () => {
  expect(await runSeeds(1_001, 10_000, true)).toBeUndefined();
});
