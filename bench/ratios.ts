import { atLeast, atMost, type Figure } from "./figure.ts";
import type { Run } from "./run.ts";
import type { Scenario } from "./scenario.ts";

/** What stands on one side of a ratio. */
interface Side {
  readonly engine: string;
  readonly worker: string;
}

/** A figure of ours beside a peer's, and what it should be. */
interface RatioTarget {
  readonly name: string;
  readonly scenario: Scenario;
  readonly ours: Side;
  readonly theirs: Side;
  /** Rates are compared at the best of each side, latencies one at a time. */
  readonly figure: "perSecond" | "p50Millis";
  readonly target: number;
}

const kit = "durable-task-kit";
const lean = { engine: kit, worker: "lean" };
const sdk = "javascript-sdk";
const steps = { engine: "restate", worker: "steps" };
const calls = { engine: "restate", worker: "calls" };
const go = { engine: "durabletask-go", worker: "lean" };
const rate = { figure: "perSecond", ours: lean } as const;
const sequence = { scenario: "sequence-5" } as const;
const fanOut = { scenario: "fan-out-10" } as const;

const targets: readonly RatioTarget[] = [
  { name: "sequence-5 / Restate's steps", ...sequence, ...rate, theirs: steps, target: 1 },
  { name: "sequence-5 / Restate's calls", ...sequence, ...rate, theirs: calls, target: 3.5 },
  { name: "fan-out-10 / Restate's calls", ...fanOut, ...rate, theirs: calls, target: 5 },
  { name: "sequence-5 / durabletask-go", ...sequence, ...rate, theirs: go, target: 10 },
  {
    name: "sequence-5 on disk / in memory, JavaScript SDK",
    ...sequence,
    figure: "perSecond",
    ours: { engine: kit, worker: sdk },
    theirs: { engine: "in-memory", worker: sdk },
    target: 0.9,
  },
  {
    name: "sequence-5 p50, one at a time / Restate's calls",
    ...sequence,
    figure: "p50Millis",
    ours: lean,
    theirs: calls,
    target: 0.2,
  },
];

/** Those of which both sides were measured. */
export function ratiosOf(runs: readonly Run[]): readonly Figure[] {
  return targets.flatMap((ratio) => {
    const ours = figureOf(runs, ratio, ratio.ours);
    const theirs = figureOf(runs, ratio, ratio.theirs);
    if (ours === undefined || !theirs) return [];
    const { name, target, figure } = ratio;
    const compared = figure === "p50Millis" ? atMost : atLeast;
    return [compared(name, ours / theirs, target)];
  });
}

function figureOf(runs: readonly Run[], ratio: RatioTarget, side: Side): number | undefined {
  const own = runs.filter(
    ({ engine, worker, scenario }) =>
      engine === side.engine && worker === side.worker && scenario === ratio.scenario,
  );
  if (ratio.figure === "p50Millis") {
    return own.find(({ concurrency }) => concurrency === 1)?.p50Millis;
  }
  return own.length === 0 ? undefined : Math.max(...own.map(({ perSecond }) => perSecond));
}
