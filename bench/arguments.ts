import { parseArgs } from "node:util";
import {
  concurrencies,
  isScenario,
  isState,
  type Scenario,
  type State,
  scenarioNames,
  stateNames,
} from "./scenario.ts";

export interface BenchArguments {
  readonly scenarios: readonly Scenario[];
  readonly states: readonly State[];
  readonly concurrencies: readonly number[];
  readonly peers: readonly string[];
  readonly seconds: number;
  readonly repeat: number;
  /** Where the figures go as JSON, and where the picture goes: a file and a folder. */
  readonly json?: string;
  readonly picture?: string;
}

/** What was typed makes no sense; the message says what does. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
}

const knownNames: readonly string[] = [...scenarioNames, ...stateNames];

export const usage = `npm run bench -- [options]
  --only <scenario,…>     of ${knownNames.join(", ")};
                          all unless told
  --concurrency <n,…>     how many at a time; ${concurrencies.join(",")} unless told
  --peers none|<name,…>   beside whom; all unless told
  --seconds <n>           how long each run is measured, after a warm-up as long, of at most
                          10; 5 unless told
  --repeat <n>            runs of each kind, of which the medians are shown; 1 unless told
  --json <file>           writes the figures
  --picture <folder>      draws the rates, one SVG file for each scenario`;

const options = {
  help: { type: "boolean" },
  only: { type: "string" },
  concurrency: { type: "string" },
  peers: { type: "string" },
  seconds: { type: "string" },
  repeat: { type: "string" },
  json: { type: "string" },
  picture: { type: "string" },
} as const;

/** Throws an ArgumentError. */
export function readArguments(
  args: readonly string[],
  knownPeers: readonly string[],
): BenchArguments | "help" {
  const { only, concurrency, peers, seconds, repeat, json, picture, help } = valuesOf(args);
  if (help) return "help";
  return {
    ...measuredOf(only),
    concurrencies:
      concurrency === undefined
        ? concurrencies
        : listOf(concurrency).map((value) => whole("--concurrency", value, 10_000)),
    peers: peersOf(peers, knownPeers),
    seconds: whole("--seconds", seconds ?? "5", 3_600),
    repeat: whole("--repeat", repeat ?? "1", 100),
    ...(json === undefined ? {} : { json: named("--json", json) }),
    ...(picture === undefined ? {} : { picture: named("--picture", picture) }),
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function listOf(text: string): readonly string[] {
  return [...new Set(text.split(",").map((part) => part.trim()))];
}

function measuredOf(only: string | undefined): Pick<BenchArguments, "scenarios" | "states"> {
  const names = only === undefined ? knownNames : listOf(only);
  const unknown = names.find((name) => !isScenario(name) && !isState(name));
  if (unknown !== undefined) {
    throw new ArgumentError(
      `--only: no scenario "${unknown}"; there are ${knownNames.join(", ")}.`,
    );
  }
  return { scenarios: names.filter(isScenario), states: names.filter(isState) };
}

function peersOf(text: string | undefined, known: readonly string[]): readonly string[] {
  if (text === undefined) return known;
  const names = listOf(text);
  if (names.length === 1 && names[0] === "none") return [];
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new ArgumentError(
      `--peers: no peer "${name}"; pass none or some of ${known.join(", ")}.`,
    );
  }
  return names;
}

function whole(option: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
  throw new ArgumentError(`${option}: "${text}" is not a whole number from 1 to ${max}.`);
}

function named(option: string, path: string): string {
  if (path !== "") return path;
  throw new ArgumentError(`${option}: the path is empty.`);
}
