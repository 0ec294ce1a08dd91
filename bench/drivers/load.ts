import { setTimeout as pause } from "node:timers/promises";

/** What the process under load is asked to do; the first argument of every driver, as JSON. */
export interface Order {
  readonly address: string;
  readonly scenario: string;
  readonly concurrency: number;
  readonly warmUpMillis: number;
  readonly measureMillis: number;
}

/** What a driver prints, one line of JSON each, in this order. */
export type Report =
  | { readonly type: "measuring" }
  | {
      readonly type: "measured";
      /** How many ended within the measured time, and how many since the start. */
      readonly count: number;
      readonly total: number;
      readonly latencies: Latencies;
    };

export interface Latencies {
  readonly p50Millis: number;
  readonly p99Millis: number;
}

export function readOrder(): Order {
  return JSON.parse(process.argv[2] ?? "{}") as Order;
}

/** Keeps `concurrency` of them under way; those that end within the measured time count. */
export async function runLoad(
  { concurrency, warmUpMillis, measureMillis }: Order,
  one: (number: number) => Promise<void>,
): Promise<void> {
  const latencies: number[] = [];
  let number = 0;
  let total = 0;
  const measuredFrom = performance.now() + warmUpMillis;
  const end = measuredFrom + measureMillis;
  // Begun at once, all would end at once, and the measured time would hold a wave more or less.
  const loop = async (_: unknown, at: number) => {
    await pause(((warmUpMillis / 2) * at) / concurrency);
    while (performance.now() < end) {
      const started = performance.now();
      await one(number++);
      const ended = performance.now();
      total += 1;
      if (ended >= measuredFrom && ended < end) latencies.push(ended - started);
    }
  };
  const loops = Promise.all(Array.from({ length: concurrency }, loop));
  setTimeout(() => say({ type: "measuring" }), warmUpMillis);
  await new Promise((resolve) => setTimeout(resolve, warmUpMillis + measureMillis));
  const count = latencies.length;
  say({ type: "measured", count, total, latencies: percentilesOf(latencies) });
  await loops;
}

function say(report: Report): void {
  console.log(JSON.stringify(report));
}

function percentilesOf(latencies: readonly number[]): Latencies {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return { p50Millis: at(0.5), p99Millis: at(0.99) };
}
