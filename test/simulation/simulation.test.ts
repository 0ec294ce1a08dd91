import { expect, test } from "vitest";
import { runSeeds } from "./run-seeds.ts";

test("whatever goes wrong in three hundred runs, no rule is broken", async () => {
  expect(await runSeeds(1, 300, true)).toBeUndefined();
});
