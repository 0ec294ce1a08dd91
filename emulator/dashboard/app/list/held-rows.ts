import type { InstanceRow } from "../../views.ts";

export interface HeldRows {
  readonly rows: readonly InstanceRow[];
  /** How many rows of the fresh page are not shown yet. */
  readonly newer: number;
}

/**
 * What a list shows to somebody who has scrolled into it: the rows they look at, each up to date,
 * in their places. Rows that came since are only counted.
 */
export function heldRows(shown: readonly InstanceRow[], fresh: readonly InstanceRow[]): HeldRows {
  const freshById = new Map(fresh.map((row) => [row.instanceId, row]));
  const shownIds = new Set(shown.map((row) => row.instanceId));
  return {
    rows: shown.map((row) => freshById.get(row.instanceId) ?? row),
    newer: fresh.filter((row) => !shownIds.has(row.instanceId)).length,
  };
}
