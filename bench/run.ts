import { median } from "./figure.ts";
import type { Scenario } from "./scenario.ts";

/** One engine under one load: what the table, the picture and the ratios are made of. */
export interface Run {
  readonly engine: string;
  readonly worker: string;
  readonly scenario: Scenario;
  /** How many were under way at a time. */
  readonly concurrency: number;
  readonly perSecond: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  /** Of the engine's processes alone; 100 is one core. */
  readonly cpuPercent: number;
  readonly rssMegabytes: number;
  /** What lies in the engine's folder for each that ended. */
  readonly bytesOnDisk: number;
  /** How often the engine had the disk synced for each that ended; absent where nobody counted. */
  readonly fsyncs?: number;
}

const figures = [
  "perSecond",
  "p50Millis",
  "p99Millis",
  "cpuPercent",
  "rssMegabytes",
  "bytesOnDisk",
] as const;

/** The median of each figure over repetitions of the same load: not one of the runs. */
export function medianOf(first: Run, ...others: readonly Run[]): Run {
  const medians = figures.map((figure) => [
    figure,
    median([first, ...others].map((run) => run[figure])),
  ]);
  return { ...first, ...Object.fromEntries(medians) };
}
