import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting.js";
import type { Input, Resource } from "@pulumi/pulumi";

/** Where logs go: a `LogWorkspace` component, or the id of a workspace that exists already. */
export interface WorkspaceReference {
  readonly workspaceId: Input<string>;
}

/** Sends every log and metric of a resource to a workspace. */
export function sendDiagnostics(
  pulumiName: string,
  resourceUri: Input<string>,
  { workspaceId }: WorkspaceReference,
  parent: Resource,
): void {
  new DiagnosticSetting(
    pulumiName,
    {
      resourceUri,
      workspaceId,
      logs: [{ categoryGroup: "allLogs", enabled: true }],
      metrics: [{ category: "AllMetrics", enabled: true }],
    },
    { parent },
  );
}
