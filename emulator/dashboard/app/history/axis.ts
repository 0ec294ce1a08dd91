import { durationText } from "../format.ts";

export interface Tick {
  /** From 0 (start of the axis) to 1 (its end). */
  readonly place: number;
  readonly text: string;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps that read well: 1, 2 and 5 below a second, then what clocks and calendars use. */
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * day),
];

/** Marks for an axis that begins at 0 and is `spanMillis` long: about six, at round durations. */
export function ticksOf(spanMillis: number): readonly Tick[] {
  const step = steps.find((candidate) => spanMillis / candidate <= 7) ?? Math.ceil(spanMillis / 7);
  const count = Math.floor(spanMillis / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => ({
    place: (index * step) / spanMillis,
    text: index === 0 ? "0" : durationText(index * step),
  }));
  // A text that begins at the very end would stand outside.
  return ticks.filter((tick) => tick.place < 0.95);
}
