import { ContainerApp } from "@pulumi/azure-native/app/containerApp.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import type { AppAccess } from "../access/app-access.ts";
import { appSettings, type OwnSettings } from "../app-settings.ts";
import type { RegistryReference } from "../image/image-registry.ts";
import { grantPull } from "../image/pull-right.ts";
import type { Placement } from "../placement.ts";
import {
  type ContainerAppWorkerChoices,
  type ContainerAppWorkerPlan,
  planContainerAppWorker,
} from "./container-app-worker-plan.ts";
import type { ContainerAppsEnvironmentReference } from "./container-apps-environment.ts";
import type { ScaleRulePlan } from "./scale-choice.ts";

export interface ContainerAppWorkerArgs extends ContainerAppWorkerChoices, Placement {
  /** A `ContainerAppsEnvironment` component, or the id of one that exists already. */
  readonly environment: ContainerAppsEnvironmentReference;
  /** Which task hub the worker serves, and as whom. */
  readonly access: AppAccess;
  /** The worker's image with its tag or digest. */
  readonly image: Input<string>;
  /** Where the image is pulled from, by the access's identity; left out, from a public registry. */
  readonly registry?: RegistryReference | undefined;
  readonly settings?: OwnSettings;
}

/**
 * A worker on Azure Container Apps that scales on waiting work. It takes no traffic: a worker calls
 * its scheduler, nobody calls a worker.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class ContainerAppWorker extends ComponentResource {
  readonly appName: Output<string>;

  constructor(name: string, args: ContainerAppWorkerArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planContainerAppWorker(name, args));
    super("durable-task-kit:infra:ContainerAppWorker", name, {}, options);
    const { resourceGroupName, location, tags, environment, access, registry } = args;
    const pull = registry && grantPull(name, registry, access.principalId, this);
    const app = new ContainerApp(
      plan.pulumiName,
      {
        resourceGroupName,
        location,
        tags,
        containerAppName: plan.appName,
        environmentId: environment.environmentId,
        identity: { type: "UserAssigned", userAssignedIdentities: [access.identityId] },
        configuration: {
          activeRevisionsMode: "Single",
          ...(registry && {
            registries: [{ server: registry.loginServer, identity: access.identityId }],
          }),
        },
        template: templateOf(plan, args),
      },
      // A worker that starts before its roles are assigned is refused by scheduler and registry.
      { parent: this, dependsOn: pull ? [access, pull] : [access] },
    );
    this.appName = app.name;
    this.registerOutputs({ appName: this.appName });
  }
}

function templateOf(plan: ContainerAppWorkerPlan, args: ContainerAppWorkerArgs) {
  const { access, image, settings } = args;
  const env = appSettings(access, settings);
  return {
    containers: [{ name: "worker", image, resources: plan.resources, env }],
    scale: {
      ...plan.replicas,
      rules: plan.scaleRules.map((rule) => scaleRuleOf(rule, access)),
    },
  };
}

function scaleRuleOf({ name, ...rule }: ScaleRulePlan, access: AppAccess) {
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
