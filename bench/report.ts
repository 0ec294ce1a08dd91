import { cpus, totalmem } from "node:os";
import type { Figure } from "./figure.ts";
import type { Run } from "./run.ts";

/** Who was not measured, or which load, and why. */
export interface Missing {
  readonly what: string;
  readonly reason: string;
}

/** Missing because of what was thrown, of whose message the first line is enough. */
export function missingFor(what: string, error: unknown): Missing {
  const message = error instanceof Error ? error.message : String(error);
  return { what, reason: message.split("\n")[0] ?? "" };
}

const headings = [
  ..."engine|worker|scenario|at a time|per second|p50 ms|p99 ms".split("|"),
  ..."CPU %|memory MB|fsyncs|bytes on disk".split("|"),
];

/** The runs as a Markdown table, which is read as well in a terminal. */
export function tableOf(runs: readonly Run[]): string {
  return markdown(headings, runs.map(rowOf), 3);
}

/** Figures beside their targets, under a heading that says what they are. */
export function figureTableOf(heading: string, figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, target, isMet }) => [
    ...[name, short(value), short(target), isMet ? "met" : "missed"],
  ]);
  return markdown([heading, "measured", "target", ""], rows, 1);
}

export function missingOf(missing: readonly Missing[]): string {
  return missing.map(({ what, reason }) => `missing: ${what}: ${reason}`).join("\n");
}

/** What `--json` writes. */
export function jsonOf(
  runs: readonly Run[],
  ratios: readonly Figure[],
  figures: readonly Figure[] = [],
) {
  return {
    machine: {
      processor: cpus()[0]?.model ?? "unknown",
      cores: cpus().length,
      memoryGigabytes: Math.round(totalmem() / 1e9),
      platform: process.platform,
      node: process.version,
    },
    runs: runs.map(({ bytesOnDisk: _bytes, fsyncs: _fsyncs, ...run }) => run),
    ratios: valuesOf(ratios),
    // Only where they were asked for: the rest is what readers of the file rely on.
    ...(figures.length > 0 && { figures: valuesOf(figures) }),
  };
}

function valuesOf(figures: readonly Figure[]): Readonly<Record<string, number>> {
  return Object.fromEntries(figures.map(({ name, value }) => [name, value]));
}

function rowOf(run: Run): readonly string[] {
  return [
    ...[run.engine, run.worker, run.scenario, String(run.concurrency)],
    ...[run.perSecond, run.p50Millis, run.p99Millis, run.cpuPercent, run.rssMegabytes].map(short),
    ...[run.fsyncs === undefined ? "" : short(run.fsyncs), short(run.bytesOnDisk)],
  ];
}

/** Three digits say all that a noisy machine can. */
function short(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function markdown(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns: number,
): string {
  const widths = head.map((_, at) =>
    Math.max(3, ...[head, ...rows].map((row) => lengthAt(row, at))),
  );
  const line = (row: readonly string[]) => {
    const cells = widths.map((width, at) =>
      at < textColumns ? (row[at] ?? "").padEnd(width) : (row[at] ?? "").padStart(width),
    );
    return `| ${cells.join(" | ")} |`;
  };
  const rule = widths.map((width, at) =>
    at < textColumns ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

function lengthAt(row: readonly string[], at: number): number {
  return row[at]?.length ?? 0;
}
