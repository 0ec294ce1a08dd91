import { RetentionPolicy } from "@pulumi/azure-native/durabletask/retentionPolicy.js";
import { Scheduler as AzureScheduler } from "@pulumi/azure-native/durabletask/scheduler.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import { sendDiagnostics, type WorkspaceReference } from "../logs/diagnostics.ts";
import type { Placement } from "../placement.ts";
import { createAlerts } from "./alerts.ts";
import { createPrivateEndpoint, type PrivateEndpointArgs } from "./private-endpoint.ts";
import type { RetentionEntry } from "./retention-choice.ts";
import { planScheduler, type SchedulerChoices } from "./scheduler-plan.ts";

export interface SchedulerArgs extends SchedulerChoices, Placement {
  /** Lets a virtual network reach the scheduler under its own name, whatever `network` says. */
  readonly privateEndpoint?: PrivateEndpointArgs | undefined;
  /** Where every log and metric of the scheduler goes. */
  readonly diagnostics?: WorkspaceReference | undefined;
}

/** What a task hub needs to know about its scheduler, which another program may have made. */
export interface SchedulerReference {
  readonly resourceGroupName: Input<string>;
  readonly schedulerName: Input<string>;
  readonly endpoint: Input<string>;
}

/**
 * A Durable Task Scheduler, with its retention policy, private endpoint, diagnostics and alerts as
 * far as they are chosen.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class Scheduler extends ComponentResource implements SchedulerReference {
  /** The full Azure resource id. */
  readonly schedulerId: Output<string>;
  readonly resourceGroupName: Output<string>;
  readonly schedulerName: Output<string>;
  /** The https address for SDKs and connection strings. */
  readonly endpoint: Output<string>;

  constructor(name: string, args: SchedulerArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planScheduler(name, args));
    super("durable-task-kit:infra:Scheduler", name, {}, options);
    const { resourceGroupName, location, tags, privateEndpoint, diagnostics, alerts } = args;
    const place = { resourceGroupName, location, tags };
    const scheduler = new AzureScheduler(
      plan.pulumiName,
      {
        ...place,
        schedulerName: plan.schedulerName,
        properties: { ...plan.properties, ipAllowlist: [...plan.properties.ipAllowlist] },
      },
      { parent: this },
    );
    const schedulerId = scheduler.id;
    this.schedulerId = schedulerId;
    this.resourceGroupName = output(resourceGroupName);
    this.schedulerName = scheduler.name;
    this.endpoint = scheduler.properties.endpoint;
    if (plan.retention !== undefined) this.#retain(name, plan.retention);
    if (privateEndpoint !== undefined) {
      createPrivateEndpoint(name, schedulerId, { ...place, ...privateEndpoint }, this);
    }
    if (diagnostics !== undefined) {
      sendDiagnostics(`${name}-diagnostics`, schedulerId, diagnostics, this);
    }
    if (alerts !== undefined) {
      const { emails } = alerts;
      createAlerts(name, { ...place, schedulerId, emails, plans: plan.alerts }, this);
    }
    this.registerOutputs({ schedulerName: this.schedulerName, endpoint: this.endpoint });
  }

  #retain(name: string, entries: readonly RetentionEntry[]): void {
    new RetentionPolicy(
      `${name}-retention`,
      {
        resourceGroupName: this.resourceGroupName,
        schedulerName: this.schedulerName,
        properties: { retentionPolicies: [...entries] },
      },
      { parent: this },
    );
  }
}
