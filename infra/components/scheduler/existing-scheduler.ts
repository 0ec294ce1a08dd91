import { getSchedulerOutput } from "@pulumi/azure-native/durabletask/getScheduler.js";
import { type Input, type InvokeOptions, type Output, output } from "@pulumi/pulumi";
import type { SchedulerReference } from "./scheduler.ts";

export interface ExistingSchedulerArgs {
  readonly resourceGroupName: Input<string>;
  readonly schedulerName: Input<string>;
}

/** A scheduler that this program has not made. */
export interface ExistingScheduler extends SchedulerReference {
  readonly schedulerId: Output<string>;
  readonly endpoint: Output<string>;
}

/**
 * Looks up a scheduler that another program made, or that was made by hand: several stacks can
 * have their task hubs in one, which saves its price and the minutes that it takes to make.
 */
export function existingScheduler(
  args: ExistingSchedulerArgs,
  options?: InvokeOptions,
): ExistingScheduler {
  const { id, properties } = getSchedulerOutput(args, options);
  return {
    schedulerId: output(id),
    resourceGroupName: args.resourceGroupName,
    schedulerName: args.schedulerName,
    endpoint: properties.endpoint,
  };
}
