import { containerAppLimits } from "../../azure/container-app-limits.ts";
import { nameRules } from "../../azure/name-rules.ts";
import { idRules } from "../../azure/resource-ids.ts";
import type { RoleName } from "../../azure/roles.ts";
import { checkId } from "../../checks/id-choice.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { type Planned, planUnless, type Refusal, refused } from "../../refusal.ts";
import type { SignIn } from "../access/app-access-plan.ts";
import { checkCanWork } from "../access/role-choice.ts";
import { checkManagedIdentity } from "../access/sign-in-choice.ts";
import { checkOwnSettings, type OwnSettings } from "../app-settings.ts";
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
  readonly access: { readonly role: RoleName; readonly signIn?: SignIn };
  readonly registry?: { readonly registryId: unknown } | undefined;
  readonly settings?: OwnSettings;
}

export interface ContainerAppWorkerPlan {
  readonly pulumiName: string;
  readonly appName: string | undefined;
  readonly resources: { readonly cpu: number; readonly memory: string };
  readonly replicas: { readonly minReplicas: number; readonly maxReplicas: number };
  readonly scaleRules: readonly ScaleRulePlan[];
}

const shapes: Shapes = {
  appName: "text",
  scale: { rules: "record" },
  cores: "number",
  settings: "record",
};

/** Decides what a `ContainerAppWorker` component of this name creates. */
export function planContainerAppWorker(
  name: string,
  facts: ContainerAppWorkerFacts,
): Planned<ContainerAppWorkerPlan> {
  const subject = `ContainerAppWorker "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { appName, scale, cores = 0.5, access, registry, settings } = facts;
  const pulumiName = `${name}-app`;
  const refusals = [
    ...checkName({ argument: "appName", given: appName, pulumiName }, nameRules.containerApp),
    ...checkScale(scale),
    ...checkCores(cores),
    ...checkCanWork(access.role),
    ...checkManagedIdentity(access),
    ...checkId("registry.registryId", registry?.registryId, idRules.registry),
    ...checkOwnSettings(settings),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiName,
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
