import { idRules } from "../../azure/resource-ids.ts";
import { checkId } from "../../checks/id-choice.ts";
import { type Planned, planUnless } from "../../refusal.ts";
import { checkRole } from "./role-choice.ts";

/** What a rule depends on. */
export interface DeployerAccessFacts {
  readonly role: string;
  /** The hub of the role; only a text can be checked before anything is created. */
  readonly taskHub?: { readonly taskHubId: unknown };
}

export interface DeployerAccessPlan {
  readonly pulumiName: string;
}

/** Decides what a `DeployerAccess` component of this name creates. */
export function planDeployerAccess(
  name: string,
  { role, taskHub }: DeployerAccessFacts,
): Planned<DeployerAccessPlan> {
  const refusals = [
    ...checkRole(role),
    ...checkId("taskHub.taskHubId", taskHub?.taskHubId, idRules.taskHub),
  ];
  return planUnless(`DeployerAccess "${name}"`, refusals, () => ({ pulumiName: `${name}-role` }));
}
