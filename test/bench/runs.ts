import type { Run } from "../../bench/run.ts";

const run: Run = {
  engine: "durable-task-kit",
  worker: "lean",
  scenario: "sequence-5",
  concurrency: 32,
  perSecond: 600,
  p50Millis: 40,
  p99Millis: 90,
  cpuPercent: 95,
  rssMegabytes: 150,
  bytesOnDisk: 4_096,
};

/** A run that differs from a usual one of the kit's in what is given. */
export function runWith(differences: Partial<Run>): Run {
  return { ...run, ...differences };
}
