import { nameRules } from "../../azure/name-rules.ts";
import { idRules } from "../../azure/resource-ids.ts";
import type { SkuName } from "../../azure/skus.ts";
import { checkId } from "../../checks/id-choice.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { type Planned, planUnless, refused } from "../../refusal.ts";
import { type AlertPlan, type AlertsChoice, checkAlerts, planAlerts } from "./alerts-choice.ts";
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
  readonly retention?: RetentionChoice | undefined;
  /** Left out, nobody is told of anything. */
  readonly alerts?: AlertsChoice | undefined;
}

/** The choices, and what the arguments beside them say that a rule depends on. */
export interface SchedulerFacts extends SchedulerChoices {
  readonly privateEndpoint?:
    | { readonly subnetId: unknown; readonly dnsZoneId?: unknown }
    | undefined;
  readonly diagnostics?: { readonly workspaceId: unknown } | undefined;
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
  readonly alerts: readonly AlertPlan[];
}

const shapes: Shapes = {
  schedulerName: "text",
  sku: "record",
  network: { addresses: "texts" },
  retention: "record",
  alerts: { emails: "texts", above: "record" },
};

/** Decides what a `Scheduler` component of this name creates. */
export function planScheduler(name: string, facts: SchedulerFacts): Planned<SchedulerPlan> {
  const subject = `Scheduler "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { sku, network, retention, alerts, schedulerName, privateEndpoint, diagnostics } = facts;
  const pulumiName = `${name}-scheduler`;
  const refusals = [
    ...checkName(
      { argument: "schedulerName", given: schedulerName, pulumiName },
      nameRules.scheduler,
    ),
    ...checkSku(sku),
    ...checkNetwork(network),
    ...(retention === undefined ? [] : checkRetention(retention, sku)),
    ...(alerts === undefined ? [] : checkAlerts(alerts)),
    ...checkId("privateEndpoint.subnetId", privateEndpoint?.subnetId, idRules.subnet),
    ...checkId("privateEndpoint.dnsZoneId", privateEndpoint?.dnsZoneId, idRules.privateDnsZone),
    ...checkId("diagnostics.workspaceId", diagnostics?.workspaceId, idRules.workspace),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiName,
    schedulerName,
    properties: { sku: planSku(sku), ...planNetwork(network) },
    retention: retention && planRetention(retention),
    alerts: alerts === undefined ? [] : planAlerts(alerts),
  }));
}

// Azure refuses a capacity for Consumption, even an absent one that is sent.
function planSku({ name, capacity }: SkuChoice) {
  return capacity === undefined ? { name } : { name, capacity };
}
