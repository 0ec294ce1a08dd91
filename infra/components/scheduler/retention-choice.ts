import { retentionStates } from "../../azure/retention-states.ts";
import { skuLimits } from "../../azure/skus.ts";
import { isWholeNumber } from "../../checks/whole-number.ts";
import type { Refusal } from "../../refusal.ts";
import type { SkuChoice } from "./sku-choice.ts";

/**
 * After how many days a finished orchestration is purged, in every task hub of the scheduler;
 * 0 is as soon as possible. A state's own number goes before `everyState`.
 */
export interface RetentionChoice {
  readonly everyState?: number;
  readonly completed?: number;
  readonly failed?: number;
  readonly terminated?: number;
  readonly canceled?: number;
}

/** One entry of Azure's retention policy; without a state it is for all of them. */
export interface RetentionEntry {
  readonly retentionPeriodInDays: number;
  readonly orchestrationState?: string;
}

const stateOf: Readonly<Record<string, string | undefined>> = {
  everyState: undefined,
  ...retentionStates,
};

/** What to ask Azure for. The choice has passed `checkRetention`. */
export function planRetention(retention: RetentionChoice): readonly RetentionEntry[] {
  return daysByState(retention).map(([argument, retentionPeriodInDays]) => {
    const orchestrationState = stateOf[argument];
    return orchestrationState === undefined
      ? { retentionPeriodInDays }
      : { retentionPeriodInDays, orchestrationState };
  });
}

/** Refuses days that the SKU does not keep, states that do not exist, and an empty policy. */
export function checkRetention(
  retention: RetentionChoice,
  sku: SkuChoice | undefined,
): readonly Refusal[] {
  const entries = daysByState(retention);
  if (entries.length === 0) return [emptyPolicy];
  const max = skuLimits(sku?.name)?.retentionDaysMax;
  // With an unknown SKU the limit is unknown too, and the SKU is refused already.
  return max === undefined ? [] : entries.flatMap(([state, days]) => checkDays(state, days, max));
}

function checkDays(state: string, days: number, max: number): readonly Refusal[] {
  const argument = `retention.${state}`;
  if (!Object.hasOwn(stateOf, state)) {
    const states = Object.keys(stateOf).join(", ");
    return [{ argument, rule: `there is no state "${state}"`, wayOut: `use ${states}` }];
  }
  if (isWholeNumber(days, 0, max)) return [];
  return [
    {
      argument,
      rule: `this SKU keeps finished orchestrations for 0 to ${max} whole days, got ${days}`,
      wayOut: `set 0 to ${max}`,
    },
  ];
}

const emptyPolicy: Refusal = {
  argument: "retention",
  rule: "a policy needs at least one number of days",
  wayOut: "set retention.everyState, or leave retention out to keep Azure's default of 30 days",
};

function daysByState(retention: RetentionChoice): readonly (readonly [string, number])[] {
  return Object.entries(retention).filter(([, days]) => days !== undefined);
}
