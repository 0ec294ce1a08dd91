/** A figure that stands beside a target; the ratios are some of them. */
export interface Figure {
  /** With its unit, where it has one. */
  readonly name: string;
  readonly value: number;
  readonly target: number;
  readonly isMet: boolean;
}

export function atMost(name: string, value: number, target: number): Figure {
  return { name, value, target, isMet: value <= target };
}

export function atLeast(name: string, value: number, target: number): Figure {
  return { name, value, target, isMet: value >= target };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
