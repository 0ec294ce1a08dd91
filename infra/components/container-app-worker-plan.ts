import { containerAppLimits } from "../azure/container-app-limits.ts";
import { nameRules } from "../azure/name-rules.ts";
import type { RoleName } from "../azure/roles.ts";
import { settingNames } from "../azure/settings.ts";
import { type Planned, planUnless, type Refusal } from "../refusal.ts";
import { checkName } from "./name-choice.ts";
import {
  checkScale,
  planScaleRules,
  type ScaleChoice,
  type ScaleRulePlan,
} from "./scale-choice.ts";

/** What there is to decide about a worker on Container Apps. */
export interface ContainerAppWorkerChoices {
  /** The app's name in Azure; made by Pulumi from the component's name when left out. */
  readonly appName?: string;
  readonly scale: ScaleChoice;
  /** Cores of a replica, in quarters from 0.25 to 4; each brings 2 GiB. Half a core if left out. */
  readonly cores?: number;
}

/** The choices, and what the arguments beside them say that a rule depends on. */
export interface ContainerAppWorkerFacts extends ContainerAppWorkerChoices {
  readonly role: RoleName;
  /** Names of the settings that the app has of its own. */
  readonly ownSettings?: readonly string[];
}

export interface ContainerAppWorkerPlan {
  readonly pulumiNames: { readonly environment: string; readonly app: string };
  readonly appName: string | undefined;
  readonly resources: { readonly cpu: number; readonly memory: string };
  readonly replicas: { readonly minReplicas: number; readonly maxReplicas: number };
  readonly scaleRules: readonly ScaleRulePlan[];
}

/** Decides what a `ContainerAppWorker` component of this name creates. */
export function planContainerAppWorker(
  name: string,
  { appName, scale, cores = 0.5, role, ownSettings = [] }: ContainerAppWorkerFacts,
): Planned<ContainerAppWorkerPlan> {
  const { containerApp, containerAppsEnvironment } = nameRules;
  const pulumiNames = { environment: `${name}-env`, app: `${name}-app` };
  const environmentName = {
    argument: "name",
    given: undefined,
    pulumiName: pulumiNames.environment,
  };
  const refusals = [
    ...checkName(
      { argument: "appName", given: appName, pulumiName: pulumiNames.app },
      containerApp,
    ),
    ...checkName(environmentName, containerAppsEnvironment),
    ...checkScale(scale),
    ...checkCores(cores),
    ...checkRole(role),
    ...ownSettings.filter((setting) => settingNames.has(setting)).map(settingTaken),
  ];
  return planUnless(`ContainerAppWorker "${name}"`, refusals, () => ({
    pulumiNames,
    appName,
    resources: { cpu: cores, memory: `${cores * containerAppLimits.memoryGibibytesPerCore}Gi` },
    replicas: { minReplicas: scale.replicasMin, maxReplicas: scale.replicasMax },
    scaleRules: planScaleRules(scale),
  }));
}

function checkCores(cores: number): readonly Refusal[] {
  const { coresStep, coresMax } = containerAppLimits;
  if (Number.isInteger(cores / coresStep) && cores >= coresStep && cores <= coresMax) return [];
  return [
    {
      argument: "cores",
      rule: `a replica has up to ${coresMax} cores in steps of ${coresStep}, got ${cores}`,
      wayOut: `set ${coresStep}, ${coresStep * 2} and so on up to ${coresMax}`,
    },
  ];
}

function checkRole(role: RoleName): readonly Refusal[] {
  if (role !== "Reader") return [];
  return [
    {
      argument: "access.role",
      rule: "a Reader cannot take work items",
      wayOut: "make the WorkerAccess with role Worker, or Contributor if the app also schedules",
    },
  ];
}

function settingTaken(setting: string): Refusal {
  return {
    argument: `settings.${setting}`,
    rule: "it is set by the worker's access to its task hub",
    wayOut: "remove it, or choose another name",
  };
}
