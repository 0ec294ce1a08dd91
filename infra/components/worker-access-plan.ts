import { nameRules } from "../azure/name-rules.ts";
import { type RoleName, roleNames, roles } from "../azure/roles.ts";
import { type Planned, planUnless, type Refusal } from "../refusal.ts";
import { checkName } from "./name-choice.ts";

/** What there is to decide about an app's access to its task hub. */
export interface WorkerAccessChoices {
  /** The least that does: Worker for apps that only work, Contributor if they also schedule. */
  readonly role: RoleName;
  /** The identity's name in Azure; made by Pulumi from the component's name when left out. */
  readonly identityName?: string;
}

export interface WorkerAccessPlan {
  readonly pulumiNames: { readonly identity: string; readonly roleAssignment: string };
  readonly identityName: string | undefined;
  readonly role: RoleName;
}

/** Decides what a `WorkerAccess` component of this name creates. */
export function planWorkerAccess(
  name: string,
  { role, identityName }: WorkerAccessChoices,
): Planned<WorkerAccessPlan> {
  const pulumiNames = { identity: `${name}-identity`, roleAssignment: `${name}-role` };
  const nameChoice = {
    argument: "identityName",
    given: identityName,
    pulumiName: pulumiNames.identity,
  };
  const refusals = [...checkRole(role), ...checkName(nameChoice, nameRules.identity)];
  return planUnless(`WorkerAccess "${name}"`, refusals, () => ({
    pulumiNames,
    identityName,
    role,
  }));
}

function checkRole(role: string): readonly Refusal[] {
  if (Object.hasOwn(roles, role)) return [];
  return [
    {
      argument: "role",
      rule: `there is no role ${JSON.stringify(role)} for task hubs`,
      wayOut: `choose one of ${roleNames}`,
    },
  ];
}
