import { type Load, measure, measureFsyncs } from "./measure.ts";
import { type Missing, missingFor } from "./report.ts";
import { medianOf, type Run } from "./run.ts";

/** So long rates rise: Node compiles what is called often, later where little is called. */
const warmUpMillisMax = 10_000;

/**
 * Runs each load as often as told and gives its medians; what fails is added to what is missing.
 * The engines take turns, so that a busy spell of the machine meets them all.
 */
export async function medianRuns(
  loads: readonly Load[],
  { seconds, repeat }: { readonly seconds: number; readonly repeat: number },
  countFsyncs: boolean,
  missing: Missing[],
): Promise<readonly Run[]> {
  const measureMillis = seconds * 1_000;
  const lengths = { warmUpMillis: Math.min(warmUpMillisMax, measureMillis), measureMillis };
  const all = new Map(loads.map((load): [Load, Run[]] => [load, []]));
  const attempt = async (load: Load, act: () => Promise<void>) => {
    const name = `${load.engine.name} ${load.worker} ${load.scenario} ${load.concurrency}`;
    console.error(name);
    try {
      await act();
    } catch (error) {
      missing.push(missingFor(name, error));
      all.delete(load);
    }
  };
  for (let round = 0; round < repeat; round++) {
    for (const [load, runs] of all) {
      await attempt(load, async () => {
        runs.push(await measure(load, lengths));
      });
    }
  }
  const medians: Run[] = [];
  for (const [load, [first, ...others]] of all) {
    if (first === undefined) continue;
    const run = medianOf(first, ...others);
    await attempt(load, async () => {
      medians.push(countFsyncs ? { ...run, fsyncs: await measureFsyncs(load, lengths) } : run);
    });
  }
  return medians;
}
