import { isRecord, type JsonRecord, recordOf } from "../../rest/json-record.ts";
import type { Fault } from "../arm-error.ts";
import { type CheckContext, type Kind, onlyDefault } from "./kind.ts";
import { skuNameOf, skus } from "./scheduler.ts";
import { integerBetween, listOf, oneOf } from "./values.ts";

/** The states whose orchestrations can be purged, as a policy names them. */
export const purgeableStates = ["Completed", "Failed", "Terminated", "Canceled"] as const;

export const retentionPolicy: Kind = {
  kind: "retentionPolicies",
  type: "Microsoft.DurableTask/schedulers/retentionPolicies",
  since: "2025-04-01-preview",
  name: onlyDefault,
  canPatch: true,
  members: { "properties.retentionPolicies": "2025-04-01-preview" },
  check(body, context) {
    const given = recordOf(body.properties)?.retentionPolicies;
    if (given === undefined) return { properties: {} };
    const target = "properties.retentionPolicies";
    const entries = listOf(given, target, context.faults).map((entry, index) =>
      entryOf(entry, `${target}[${index}]`, context),
    );
    refuseDoubles(entries, target, context.faults);
    return { properties: { retentionPolicies: entries } };
  },
  properties: ({ properties, state }) => ({ ...properties, provisioningState: state }),
};

function entryOf(entry: unknown, target: string, { faults, scheduler }: CheckContext): JsonRecord {
  if (!isRecord(entry)) {
    faults.push({ target, message: "is no object" });
    return {};
  }
  const known = ["retentionPeriodInDays", "orchestrationState"];
  for (const name of Object.keys(entry).filter((name) => !known.includes(name))) {
    const message = `is not a member; there are ${known.join(", ")}`;
    faults.push({ target: `${target}.${name}`, message });
  }
  const { retentionDaysMax } = skus[scheduler === undefined ? "Dedicated" : skuNameOf(scheduler)];
  const retentionPeriodInDays = integerBetween(
    entry.retentionPeriodInDays,
    [0, retentionDaysMax],
    `${target}.retentionPeriodInDays`,
    faults,
  );
  const stateTarget = `${target}.orchestrationState`;
  const orchestrationState = oneOf(entry.orchestrationState, purgeableStates, stateTarget, faults);
  return { retentionPeriodInDays, ...(orchestrationState !== undefined && { orchestrationState }) };
}

function refuseDoubles(entries: readonly JsonRecord[], target: string, faults: Fault[]): void {
  const states = entries.map(({ orchestrationState }) => orchestrationState);
  for (const [index, state] of states.entries()) {
    if (states.indexOf(state) === index) continue;
    const whose = state === undefined ? "without a state" : `for ${state}`;
    faults.push({ target: `${target}[${index}]`, message: `is a second entry ${whose}` });
  }
}
