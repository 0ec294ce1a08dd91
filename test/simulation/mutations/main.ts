import { tryMutation } from "./mutated-copy.ts";
import { mutations } from "./mutations.ts";

/** Breaks every rule in turn, or those that hold the given text; demands that each is seen. */
const [part = ""] = process.argv.slice(2);
const seedCount = 300;

for (const mutation of mutations.filter(({ rule }) => rule.includes(part))) {
  const verdict = await tryMutation(mutation, seedCount);
  const detail =
    verdict.type === "seen"
      ? verdict.finding.split("\n")[0]
      : verdict.type === "broken"
        ? verdict.reason
        : "";
  console.log(`${verdict.type}: ${mutation.rule} (${mutation.file})\n  ${detail}`);
  if (verdict.type !== "seen") process.exitCode = 1;
}
