import { nameRules } from "../azure/name-rules.ts";
import type { SkuName } from "../azure/skus.ts";
import { type Planned, planUnless } from "../refusal.ts";
import { checkName } from "./name-choice.ts";
import {
  checkNetwork,
  type NetworkChoice,
  type NetworkPlan,
  planNetwork,
} from "./network-choice.ts";
import {
  checkRetention,
  planRetention,
  type RetentionChoice,
  type RetentionEntry,
} from "./retention-choice.ts";
import { checkSku, type SkuChoice } from "./sku-choice.ts";

/** What there is to decide about a scheduler. */
export interface SchedulerChoices {
  /** The name in Azure; made by Pulumi from the component's name when left out. */
  readonly schedulerName?: string;
  readonly sku: SkuChoice;
  readonly network: NetworkChoice;
  /** Left out, Azure purges what finished 30 days ago. */
  readonly retention?: RetentionChoice;
}

export interface SchedulerPlan {
  /** The Pulumi name of the scheduler resource. */
  readonly pulumiName: string;
  readonly schedulerName: string | undefined;
  readonly properties: NetworkPlan & {
    readonly sku: { readonly name: SkuName; readonly capacity?: number };
  };
  /** Absent when Azure's default stays. */
  readonly retention: readonly RetentionEntry[] | undefined;
}

/** Decides what a `Scheduler` component of this name creates. */
export function planScheduler(name: string, choices: SchedulerChoices): Planned<SchedulerPlan> {
  const { sku, network, retention, schedulerName } = choices;
  const pulumiName = `${name}-scheduler`;
  const refusals = [
    ...checkName(
      { argument: "schedulerName", given: schedulerName, pulumiName },
      nameRules.scheduler,
    ),
    ...checkSku(sku),
    ...checkNetwork(network),
    ...(retention === undefined ? [] : checkRetention(retention, sku)),
  ];
  return planUnless(`Scheduler "${name}"`, refusals, () => ({
    pulumiName,
    schedulerName,
    properties: { sku: planSku(sku), ...planNetwork(network) },
    retention: retention && planRetention(retention),
  }));
}

// Azure refuses a capacity for Consumption, even an absent one that is sent.
function planSku({ name, capacity }: SkuChoice) {
  return capacity === undefined ? { name } : { name, capacity };
}
