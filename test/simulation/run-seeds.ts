import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SimulationResult, simulate } from "./simulate.ts";
import { openSqliteTwin, type SqliteTwin } from "./sqlite-twin.ts";

/** What a seed has found, and how to see it again. */
export interface Finding {
  readonly seed: number;
  readonly text: string;
  readonly command: string;
}

/**
 * The first finding of the seeds from `first` on, with as few steps as show something where it is
 * to be shortened; undefined when there is none.
 */
export async function runSeeds(
  first: number,
  count: number,
  isShortened: boolean,
): Promise<Finding | undefined> {
  return withTwin(async (twin) => {
    for (let seed = first; seed < first + count; seed++) {
      const text = await findingOf(seed, undefined, twin);
      if (text === undefined) continue;
      const whole = { seed, text, command: `npm run simulate -- --seed ${seed}` };
      return isShortened ? shortest(whole, twin) : whole;
    }
    return undefined;
  });
}

/** One seed with all that happens, told line by line. */
export async function traceSeed(
  seed: number,
  stepCount: number | undefined,
  trace: (line: string) => void,
): Promise<SimulationResult> {
  return withTwin((twin) => simulate({ seed, stepCount, trace, twin }));
}

async function withTwin<Result>(use: (twin: SqliteTwin) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-simulation-"));
  const twin = await openSqliteTwin(folder);
  try {
    return await use(twin);
  } finally {
    await twin.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function findingOf(
  seed: number,
  stepCount: number | undefined,
  twin: SqliteTwin,
): Promise<string | undefined> {
  try {
    await simulate({ seed, stepCount, twin });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    return error.name === "Violation" ? error.message : (error.stack ?? error.message);
  }
}

/** The same seed with as few steps as show something. */
async function shortest(whole: Finding, twin: SqliteTwin): Promise<Finding> {
  for (let stepCount = 0; stepCount < stepCountMax; stepCount++) {
    const text = await findingOf(whole.seed, stepCount, twin);
    if (text !== undefined) {
      return { ...whole, text, command: `${whole.command} --steps ${stepCount}` };
    }
  }
  return whole;
}

/** No seed takes more steps. */
const stepCountMax = 550;
