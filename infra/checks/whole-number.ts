import type { Refusal } from "../refusal.ts";

/** Whether a value, which may come from an untyped file, is a whole number in the range. */
export function isWholeNumber(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
}

/** Refuses what is no whole number from `min` to `max`, which may be infinite. */
export function checkWhole(
  argument: string,
  value: unknown,
  min: number,
  max: number,
): readonly Refusal[] {
  if (isWholeNumber(value, min, max)) return [];
  const range = Number.isFinite(max) ? `${min} to ${max}` : `${min} or more`;
  const rule = `it must be a whole number, ${range}, got ${value ?? "none"}`;
  return [{ argument, rule, wayOut: `set ${range}` }];
}
