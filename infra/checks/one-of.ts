import type { Refusal } from "../refusal.ts";

/** Refuses what is not among the values; configuration files are not typed. */
export function checkOneOf(
  argument: string,
  value: unknown,
  values: readonly (string | number)[],
): readonly Refusal[] {
  if (values.some((known) => known === value)) return [];
  const rule = `it is one of a few, got ${JSON.stringify(value) ?? "none"}`;
  return [{ argument, rule, wayOut: `choose ${values.join(", ")}` }];
}
