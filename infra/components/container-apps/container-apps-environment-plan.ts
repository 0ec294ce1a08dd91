import { nameRules } from "../../azure/name-rules.ts";
import { idRules } from "../../azure/resource-ids.ts";
import { checkId } from "../../checks/id-choice.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { type Planned, planUnless, type Refusal, refused } from "../../refusal.ts";

/** What there is to decide about an environment. */
export interface ContainerAppsEnvironmentChoices {
  /** The name in Azure; made by Pulumi from the component's name when left out. */
  readonly environmentName?: string;
  /** Spreads replicas over the region's zones; needs a subnet. */
  readonly zoneRedundant?: boolean;
}

/** The choices, and what the arguments beside them say that a rule depends on. */
export interface ContainerAppsEnvironmentFacts extends ContainerAppsEnvironmentChoices {
  readonly subnetId?: unknown;
  readonly logs?: { readonly workspaceId: unknown };
}

export interface ContainerAppsEnvironmentPlan {
  readonly pulumiName: string;
  readonly environmentName: string | undefined;
  readonly zoneRedundant: boolean;
}

const shapes: Shapes = { environmentName: "text", zoneRedundant: "switch" };

/** Decides what a `ContainerAppsEnvironment` component of this name creates. */
export function planContainerAppsEnvironment(
  name: string,
  facts: ContainerAppsEnvironmentFacts,
): Planned<ContainerAppsEnvironmentPlan> {
  const subject = `ContainerAppsEnvironment "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { environmentName, zoneRedundant = false, subnetId, logs } = facts;
  const pulumiName = `${name}-env`;
  const choice = { argument: "environmentName", given: environmentName, pulumiName };
  const refusals = [
    ...checkName(choice, nameRules.containerAppsEnvironment),
    ...checkId("subnetId", subnetId, idRules.subnet),
    ...checkId("logs.workspaceId", logs?.workspaceId, idRules.workspace),
    ...(zoneRedundant && subnetId === undefined ? [zonesNeedSubnet] : []),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiName,
    environmentName,
    zoneRedundant,
  }));
}

const zonesNeedSubnet: Refusal = {
  argument: "zoneRedundant",
  rule: "only an environment in a virtual network is spread over zones",
  wayOut: "set subnetId, or leave zoneRedundant out",
};
