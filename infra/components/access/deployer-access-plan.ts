import { idRules } from "../../azure/resource-ids.ts";
import { checkId } from "../../checks/id-choice.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { type Planned, planUnless, refused } from "../../refusal.ts";
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

const shapes: Shapes = { role: "text" };

/** Decides what a `DeployerAccess` component of this name creates. */
export function planDeployerAccess(
  name: string,
  facts: DeployerAccessFacts,
): Planned<DeployerAccessPlan> {
  const subject = `DeployerAccess "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { role, taskHub } = facts;
  const refusals = [
    ...checkRole(role),
    ...checkId("taskHub.taskHubId", taskHub?.taskHubId, idRules.taskHub),
  ];
  return planUnless(subject, refusals, () => ({ pulumiName: `${name}-role` }));
}
