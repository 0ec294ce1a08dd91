import { expect, test } from "vitest";
import { mutatedText, tryMutation } from "./mutated-copy.ts";
import { mutations } from "./mutations.ts";

test.each(mutations)(
  "the source of the rule that $rule is where it is broken",
  async (mutation) => {
    expect(await mutatedText(mutation)).toContain(mutation.replacement);
  },
);

/** One of each kind that is seen within a few seeds; `npm run test:mutations` tries all. */
const quick = [
  "a turn that is out is not handed out again",
  "a timer fires at its time",
  "a command is answered once its decision is stored",
  "a group is told of once it is durable",
];

test.each(quick)("the simulation sees it when it is broken that %s", async (name) => {
  const found = mutations.find(({ rule }) => rule === name);
  expect(found && (await tryMutation(found, 30)).type).toBe("seen");
});
