import { ContainerApp } from "@pulumi/azure-native/app/containerApp.js";
import { ManagedEnvironment } from "@pulumi/azure-native/app/managedEnvironment.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { accepted } from "../accepted.ts";
import { settings } from "../azure/settings.ts";
import {
  type ContainerAppWorkerChoices,
  type ContainerAppWorkerPlan,
  planContainerAppWorker,
} from "./container-app-worker-plan.ts";
import type { ScaleRulePlan } from "./scale-choice.ts";
import type { WorkerAccess } from "./worker-access.ts";

export interface ContainerAppWorkerArgs extends ContainerAppWorkerChoices {
  readonly resourceGroupName: Input<string>;
  readonly location?: Input<string>;
  /** Which task hub the worker serves, and as whom. */
  readonly access: WorkerAccess;
  /** The worker's image with its tag or digest, in a registry that asks for no password. */
  readonly image: Input<string>;
  /** Settings of the app's own, beside those for its task hub. Not for secrets. */
  readonly settings?: Readonly<Record<string, Input<string>>>;
  readonly tags?: Readonly<Record<string, Input<string>>>;
}

/**
 * A worker on Azure Container Apps, in an environment of its own, that scales on waiting work.
 * It takes no traffic: a worker calls its scheduler, nobody calls a worker.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class ContainerAppWorker extends ComponentResource {
  readonly appName: Output<string>;
  readonly environmentId: Output<string>;

  constructor(name: string, args: ContainerAppWorkerArgs, options?: ComponentResourceOptions) {
    const ownSettings = Object.keys(args.settings ?? {});
    const facts = { ...args, role: args.access.role, ownSettings };
    const plan = accepted(planContainerAppWorker(name, facts));
    super("durable-task-kit:infra:ContainerAppWorker", name, {}, options);
    const { resourceGroupName, location, tags } = args;
    const environment = new ManagedEnvironment(
      plan.pulumiNames.environment,
      { resourceGroupName, location, tags },
      { parent: this },
    );
    const app = new ContainerApp(
      plan.pulumiNames.app,
      {
        resourceGroupName,
        location,
        tags,
        containerAppName: plan.appName,
        environmentId: environment.id,
        identity: { type: "UserAssigned", userAssignedIdentities: [args.access.identityId] },
        configuration: { activeRevisionsMode: "Single" },
        template: templateOf(plan, args),
      },
      // A worker that starts before its role is assigned is refused by the scheduler.
      { parent: this, dependsOn: args.access },
    );
    this.appName = app.name;
    this.environmentId = environment.id;
    this.registerOutputs({ appName: this.appName, environmentId: this.environmentId });
  }
}

function templateOf(plan: ContainerAppWorkerPlan, args: ContainerAppWorkerArgs) {
  const { access, image } = args;
  return {
    containers: [{ name: "worker", image, resources: plan.resources, env: environmentOf(args) }],
    scale: {
      ...plan.replicas,
      rules: plan.scaleRules.map((rule) => scaleRuleOf(rule, access)),
    },
  };
}

function environmentOf({ access, settings: own = {} }: ContainerAppWorkerArgs) {
  const ofAccess = settings.map(({ name, value }) => ({
    name,
    value: access.connection.apply(value),
  }));
  return [...ofAccess, ...Object.entries(own).map(([name, value]) => ({ name, value }))];
}

function scaleRuleOf({ name, ...rule }: ScaleRulePlan, access: WorkerAccess) {
  return {
    name,
    custom: {
      type: "azure-durabletask-scheduler",
      identity: access.identityId,
      metadata: {
        ...rule,
        endpoint: access.connection.endpoint,
        taskhubName: access.connection.taskHub,
      },
    },
  };
}
