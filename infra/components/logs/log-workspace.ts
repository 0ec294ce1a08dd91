import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace.js";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import type { Placement } from "../placement.ts";
import type { WorkspaceReference } from "./diagnostics.ts";
import { type LogWorkspaceChoices, planLogWorkspace } from "./log-workspace-plan.ts";

export interface LogWorkspaceArgs extends LogWorkspaceChoices, Placement {}

/**
 * Where the scheduler and the hosts of its apps send logs and metrics. It takes them without keys.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class LogWorkspace extends ComponentResource implements WorkspaceReference {
  /** The full Azure resource id. */
  readonly workspaceId: Output<string>;

  constructor(name: string, args: LogWorkspaceArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planLogWorkspace(name, args));
    super("durable-task-kit:infra:LogWorkspace", name, {}, options);
    const { resourceGroupName, location, tags } = args;
    const workspace = new Workspace(
      plan.pulumiName,
      {
        resourceGroupName,
        location,
        tags,
        workspaceName: plan.workspaceName,
        sku: { name: "PerGB2018" },
        retentionInDays: plan.retentionDays,
        ...(plan.gigabytesPerDayMax && {
          workspaceCapping: { dailyQuotaGb: plan.gigabytesPerDayMax },
        }),
      },
      { parent: this },
    );
    this.workspaceId = workspace.id;
    this.registerOutputs({ workspaceId: this.workspaceId });
  }
}
