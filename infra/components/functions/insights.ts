import { Component } from "@pulumi/azure-native/applicationinsights/component.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { companionRoles } from "../../azure/roles.ts";
import { assignRole } from "../access/assign-role.ts";
import type { WorkspaceReference } from "../logs/diagnostics.ts";
import type { Placement } from "../placement.ts";

export interface InsightsArgs extends Placement {
  readonly pulumiName: string;
  readonly logs: WorkspaceReference;
  /** Who reports. */
  readonly principalId: Input<string>;
}

/** Where an app's traces go, in the workspace of all logs; only the app's identity may write. */
export function createInsights(
  name: string,
  { pulumiName, logs, principalId, ...place }: InsightsArgs,
  parent: Resource,
): { readonly connectionString: Output<string> } {
  const insights = new Component(
    pulumiName,
    {
      ...place,
      kind: "web",
      applicationType: "web",
      workspaceResourceId: logs.workspaceId,
      ingestionMode: "LogAnalytics",
      disableLocalAuth: true,
    },
    { parent },
  );
  assignRole(
    `${name}-MonitoringMetricsPublisher`,
    {
      scope: insights.id,
      principalId,
      principalType: "ServicePrincipal",
      role: companionRoles.MonitoringMetricsPublisher,
    },
    { parent },
  );
  return { connectionString: insights.connectionString };
}
