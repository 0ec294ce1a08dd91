import { TaskHub as AzureTaskHub } from "@pulumi/azure-native/durabletask/taskHub.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import type { SchedulerReference } from "../scheduler/scheduler.ts";
import { planTaskHub, type TaskHubChoices } from "./task-hub-plan.ts";

export interface TaskHubArgs extends TaskHubChoices {
  /** A `Scheduler` component, or the three facts about one that exists already. */
  readonly scheduler: SchedulerReference;
}

/** What an app needs to know about its task hub, which another program may have made. */
export interface TaskHubReference {
  /** The full Azure resource id: the scope of the app's role. */
  readonly taskHubId: Input<string>;
  readonly taskHubName: Input<string>;
  /** The endpoint of the hub's scheduler. */
  readonly endpoint: Input<string>;
}

/**
 * A task hub: a named space for orchestrations and entities within a scheduler.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class TaskHub extends ComponentResource implements TaskHubReference {
  readonly taskHubId: Output<string>;
  readonly taskHubName: Output<string>;
  readonly endpoint: Output<string>;
  /** Where a browser shows the hub. */
  readonly dashboardUrl: Output<string>;

  constructor(name: string, args: TaskHubArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planTaskHub(name, args));
    super("durable-task-kit:infra:TaskHub", name, {}, options);
    const { resourceGroupName, schedulerName, endpoint } = args.scheduler;
    const taskHub = new AzureTaskHub(
      plan.pulumiName,
      { resourceGroupName, schedulerName, taskHubName: plan.taskHubName },
      { parent: this },
    );
    this.taskHubId = taskHub.id;
    this.taskHubName = taskHub.name;
    this.endpoint = output(endpoint);
    this.dashboardUrl = taskHub.properties.dashboardUrl;
    this.registerOutputs({ taskHubName: this.taskHubName, dashboardUrl: this.dashboardUrl });
  }
}
