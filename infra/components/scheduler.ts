import { RetentionPolicy } from "@pulumi/azure-native/durabletask/retentionPolicy.js";
import { Scheduler as AzureScheduler } from "@pulumi/azure-native/durabletask/scheduler.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import { accepted } from "../accepted.ts";
import type { RetentionEntry } from "./retention-choice.ts";
import { planScheduler, type SchedulerChoices } from "./scheduler-plan.ts";

export interface SchedulerArgs extends SchedulerChoices {
  readonly resourceGroupName: Input<string>;
  /** The region; left out, the provider's default or the resource group's. */
  readonly location?: Input<string>;
  readonly tags?: Readonly<Record<string, Input<string>>>;
}

/** What a task hub needs to know about its scheduler, which another program may have made. */
export interface SchedulerReference {
  readonly resourceGroupName: Input<string>;
  readonly schedulerName: Input<string>;
  readonly endpoint: Input<string>;
}

/**
 * A Durable Task Scheduler, with its retention policy if one is chosen.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class Scheduler extends ComponentResource implements SchedulerReference {
  readonly resourceGroupName: Output<string>;
  readonly schedulerName: Output<string>;
  /** The https address for SDKs and connection strings. */
  readonly endpoint: Output<string>;

  constructor(name: string, args: SchedulerArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planScheduler(name, args));
    super("durable-task-kit:infra:Scheduler", name, {}, options);
    const scheduler = new AzureScheduler(
      plan.pulumiName,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        schedulerName: plan.schedulerName,
        properties: { ...plan.properties, ipAllowlist: [...plan.properties.ipAllowlist] },
        tags: args.tags,
      },
      { parent: this },
    );
    this.resourceGroupName = output(args.resourceGroupName);
    this.schedulerName = scheduler.name;
    this.endpoint = scheduler.properties.endpoint;
    if (plan.retention !== undefined) this.#retain(name, plan.retention);
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
