import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError, type BenchArguments, readArguments, usage } from "./arguments.ts";
import type { Engine } from "./engines/engine.ts";
import { durableTaskKit, inMemory } from "./engines/kit.ts";
import { peers } from "./engines/peers.ts";
import { wireOnly } from "./engines/wire-only.ts";
import type { Figure } from "./figure.ts";
import { reasonNotToCount } from "./fsyncs.ts";
import type { Load } from "./measure.ts";
import { medianRuns } from "./median-runs.ts";
import { measureMillion } from "./million/million.ts";
import { pictureOf } from "./picture.ts";
import { ratiosOf } from "./ratios.ts";
import { figureTableOf, jsonOf, type Missing, missingFor, missingOf, tableOf } from "./report.ts";
import type { Run } from "./run.ts";
import { type State, scenarioNames } from "./scenario.ts";
import { measureStartUp } from "./start-up.ts";

// Exiting is what ends the engines: they run in process groups of their own.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

try {
  await main();
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const known = peers.map(({ name }) => name);
  const given = readArguments(process.argv.slice(2), known);
  if (given === "help") {
    console.log(usage);
    return;
  }
  const missing: Missing[] = [];
  const noFsyncs = await reasonNotToCount();
  if (noFsyncs !== undefined) missing.push({ what: "fsyncs", reason: noFsyncs });
  const chosen = peers.filter(({ name }) => given.peers.includes(name));
  const engines = await prepared([durableTaskKit, inMemory, wireOnly, ...chosen], missing);
  const runs: Run[] = [];
  for (const loads of loadsOf(engines, given.scenarios, given.concurrencies)) {
    runs.push(...(await medianRuns(loads, given, noFsyncs === undefined, missing)));
  }
  const figures: Figure[] = [];
  for (const state of given.states) {
    console.error(state);
    try {
      figures.push(...(await measureState(state, given)));
    } catch (error) {
      missing.push(missingFor(`${durableTaskKit.name} ${state}`, error));
    }
  }
  await tell({ runs, figures, missing }, given);
  if (missing.some(({ what }) => what.startsWith(durableTaskKit.name))) process.exitCode = 1;
}

function measureState(state: State, { seconds, repeat }: BenchArguments) {
  switch (state) {
    case "start-up":
      return measureStartUp();
    case "million":
      return measureMillion(seconds, repeat);
  }
}

async function prepared(engines: readonly Engine[], missing: Missing[]) {
  const ready: Engine[] = [];
  for (const engine of engines) {
    try {
      await engine.prepare();
      ready.push(engine);
    } catch (error) {
      missing.push(missingFor(engine.name, error));
    }
  }
  return ready;
}

/** What is compared, together: all engines under the same load. */
function loadsOf(
  engines: readonly Engine[],
  scenarios: readonly Load["scenario"][],
  concurrencies: readonly number[],
): readonly (readonly Load[])[] {
  return scenarios.flatMap((scenario) =>
    concurrencies.map((concurrency) =>
      engines
        .filter((engine) => engine.scenarios.includes(scenario))
        .flatMap((engine) =>
          Object.keys(engine.drivers).map((worker) => ({ engine, worker, scenario, concurrency })),
        ),
    ),
  );
}

interface Told {
  readonly runs: readonly Run[];
  readonly figures: readonly Figure[];
  readonly missing: readonly Missing[];
}

async function tell(
  { runs, figures, missing }: Told,
  { json, picture }: Pick<BenchArguments, "json" | "picture">,
): Promise<void> {
  const ratios = ratiosOf(runs);
  const parts = [
    runs.length > 0 && tableOf(runs),
    ratios.length > 0 && figureTableOf("ratio", ratios),
    figures.length > 0 && figureTableOf("figure", figures),
    missingOf(missing),
  ];
  console.log(parts.filter(Boolean).join("\n\n"));
  if (json !== undefined) {
    await writeFile(json, JSON.stringify(jsonOf(runs, ratios, figures), null, 2));
  }
  if (picture === undefined) return;
  await mkdir(picture, { recursive: true });
  for (const scenario of scenarioNames) {
    const drawn = pictureOf(scenario, runs);
    if (drawn !== undefined) await writeFile(join(picture, `${scenario}.svg`), drawn);
  }
}
