import { parseArgs } from "node:util";
import { runSeeds, traceSeed } from "./run-seeds.ts";

/**
 * `--seed 7` tells all that happens in the run of that seed, `--steps` cuts it short. `--seeds 300`
 * runs that many, from `--first` on, and shows the first that finds something, with as few steps as
 * show it, or as it is with `--whole`.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    steps: { type: "string" },
    seeds: { type: "string", default: "300" },
    first: { type: "string", default: "1" },
    whole: { type: "boolean", default: false },
  },
});

/** Tells a finding from a program that does not even start. */
const foundSomething = 3;

if (values.seed === undefined) {
  const [first, count] = [numberOf(values.first), numberOf(values.seeds)];
  const finding = await runSeeds(first, count, !values.whole);
  if (finding === undefined) {
    console.log(`Seeds ${first} to ${first + count - 1} found nothing.`);
  } else {
    console.error(`Seed ${finding.seed}: ${finding.text}\nSee it again: ${finding.command}`);
    process.exitCode = foundSomething;
  }
} else {
  const stepCount = values.steps === undefined ? undefined : numberOf(values.steps);
  try {
    console.log(await traceSeed(numberOf(values.seed), stepCount, console.log));
  } catch (error) {
    console.error(error);
    process.exitCode = foundSomething;
  }
}

function numberOf(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new RangeError(`${text} is no seed and no count; give a whole number from 0.`);
  }
  return number;
}
