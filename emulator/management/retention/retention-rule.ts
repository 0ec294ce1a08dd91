import type { TerminalStatus } from "../../core/status.ts";
import { recordOf } from "../../rest/json-record.ts";
import type { Resource } from "../resource.ts";

/** Orchestrations of these statuses are kept for so long after they have ended. */
export interface RetentionRule {
  readonly statuses: readonly TerminalStatus[];
  readonly periodMillis: number;
}

const dayMillis = 86_400_000;

/** No orchestration is ever stored as canceled. */
const stateOfStatus = {
  completed: "Completed",
  failed: "Failed",
  terminated: "Terminated",
} as const satisfies Record<TerminalStatus, string>;

const terminalStatuses = Object.keys(stateOfStatus) as readonly TerminalStatus[];

/**
 * What a policy means: an entry for a state goes before the one without a state. Statuses with one
 * period are one rule; those that no entry covers are kept for ever.
 */
export function retentionRules(policy: Resource): readonly RetentionRule[] {
  const days = daysByState(policy);
  const byPeriod = new Map<number, TerminalStatus[]>();
  for (const status of terminalStatuses) {
    const period = days.get(stateOfStatus[status]) ?? days.get(undefined);
    if (period === undefined) continue;
    byPeriod.set(period, [...(byPeriod.get(period) ?? []), status]);
  }
  return [...byPeriod].map(([period, statuses]) => ({
    statuses,
    periodMillis: period * dayMillis,
  }));
}

function daysByState({ properties }: Resource): ReadonlyMap<unknown, number> {
  const entries: readonly unknown[] = Array.isArray(properties.retentionPolicies)
    ? properties.retentionPolicies
    : [];
  return new Map(
    entries.map((entry) => {
      const { orchestrationState, retentionPeriodInDays } = recordOf(entry) ?? {};
      return [orchestrationState, Number(retentionPeriodInDays)];
    }),
  );
}
