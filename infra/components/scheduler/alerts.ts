import { ActionGroup } from "@pulumi/azure-native/monitor/actionGroup.js";
import { MetricAlert } from "@pulumi/azure-native/monitor/metricAlert.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { schedulerMetricNamespace } from "../../azure/scheduler-metrics.ts";
import type { Placement } from "../placement.ts";
import type { AlertPlan } from "./alerts-choice.ts";

export interface Alerts extends Pick<Placement, "resourceGroupName" | "tags"> {
  readonly schedulerId: Input<string>;
  readonly emails: readonly string[];
  readonly plans: readonly AlertPlan[];
}

/** Writes to people when a scheduler does more than it should. */
export function createAlerts(name: string, alerts: Alerts, parent: Resource): void {
  const { resourceGroupName, tags, schedulerId, emails, plans } = alerts;
  const people = new ActionGroup(
    `${name}-people`,
    {
      resourceGroupName,
      tags,
      location: "global",
      enabled: true,
      // At most 12 characters; it signs text messages.
      groupShortName: "durable-task",
      emailReceivers: emails.map((emailAddress) => ({
        name: emailAddress,
        emailAddress,
        useCommonAlertSchema: true,
      })),
    },
    { parent },
  );
  for (const { metric, metricName, threshold, ...span } of plans) {
    new MetricAlert(
      `${name}-${metric}`,
      {
        resourceGroupName,
        tags,
        location: "global",
        enabled: true,
        // 0 is critical, 4 is chatter.
        severity: 2,
        scopes: [schedulerId],
        ...span,
        criteria: {
          odataType: "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
          allOf: [
            {
              criterionType: "StaticThresholdCriterion",
              name: metric,
              metricNamespace: schedulerMetricNamespace,
              metricName,
              operator: "GreaterThan",
              threshold,
              timeAggregation: "Total",
            },
          ],
        },
        actions: [{ actionGroupId: people.id }],
      },
      { parent },
    );
  }
}
