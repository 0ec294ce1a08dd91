import { expect, test } from "vitest";
import { tryMutation } from "../simulation/mutations/mutated-copy.ts";
import { mutations } from "../simulation/mutations/mutations.ts";

test.each(mutations)("the simulation sees it when it is broken that $rule", async (mutation) => {
  expect((await tryMutation(mutation, 300)).type).toBe("seen");
});
