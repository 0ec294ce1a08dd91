import { ManagedEnvironment } from "@pulumi/azure-native/app/managedEnvironment.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import { sendDiagnostics, type WorkspaceReference } from "../logs/diagnostics.ts";
import type { Placement } from "../placement.ts";
import {
  type ContainerAppsEnvironmentChoices,
  planContainerAppsEnvironment,
} from "./container-apps-environment-plan.ts";

export interface ContainerAppsEnvironmentArgs extends ContainerAppsEnvironmentChoices, Placement {
  /** Where the apps' output goes: a `LogWorkspace` component, or a workspace's id. */
  readonly logs: WorkspaceReference;
  /** A subnet delegated to `Microsoft.App/environments`, for apps that reach what is private. */
  readonly subnetId?: Input<string> | undefined;
}

/** What an app needs to know about its environment, which another program may have made. */
export interface ContainerAppsEnvironmentReference {
  /** The full Azure resource id. */
  readonly environmentId: Input<string>;
}

/**
 * What container apps share: a network, and a way for their output to the logs.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class ContainerAppsEnvironment
  extends ComponentResource
  implements ContainerAppsEnvironmentReference
{
  readonly environmentId: Output<string>;

  constructor(
    name: string,
    args: ContainerAppsEnvironmentArgs,
    options?: ComponentResourceOptions,
  ) {
    const plan = accepted(planContainerAppsEnvironment(name, args));
    super("durable-task-kit:infra:ContainerAppsEnvironment", name, {}, options);
    const { resourceGroupName, location, tags, subnetId, logs } = args;
    const environment = new ManagedEnvironment(
      plan.pulumiName,
      {
        resourceGroupName,
        location,
        tags,
        environmentName: plan.environmentName,
        zoneRedundant: plan.zoneRedundant,
        // By way of a diagnostic setting; the direct way to a workspace takes its key.
        appLogsConfiguration: { destination: "azure-monitor" },
        workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
        ...(subnetId && { vnetConfiguration: { infrastructureSubnetId: subnetId } }),
      },
      { parent: this },
    );
    this.environmentId = environment.id;
    sendDiagnostics(`${name}-env-diagnostics`, environment.id, logs, this);
    this.registerOutputs({ environmentId: this.environmentId });
  }
}
