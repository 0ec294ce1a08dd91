import { nameRules } from "../../azure/name-rules.ts";
import { idRules } from "../../azure/resource-ids.ts";
import type { RoleName } from "../../azure/roles.ts";
import { checkId } from "../../checks/id-choice.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkOneOf } from "../../checks/one-of.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { type Planned, planUnless, refused } from "../../refusal.ts";
import { checkRole } from "./role-choice.ts";

/** How the app's host lets it sign in as its identity. */
export type SignIn =
  /** Container Apps, Functions, App Service, virtual machines. */
  | "managed-identity"
  /** Kubernetes: the cluster vouches for the app. */
  | "workload-identity";

const signIns: readonly SignIn[] = ["managed-identity", "workload-identity"];

/** What there is to decide about an app's access to its task hub. */
export interface AppAccessChoices {
  /** The least that does: Worker for apps that only work, Contributor if they also schedule. */
  readonly role: RoleName;
  /** `managed-identity` if left out. */
  readonly signIn?: SignIn;
  /** The identity's name in Azure; made by Pulumi from the component's name when left out. */
  readonly identityName?: string;
}

/** The choices, and what the arguments beside them say that a rule depends on. */
export interface AppAccessFacts extends AppAccessChoices {
  /** The hub of the role; only a text can be checked before anything is created. */
  readonly taskHub?: { readonly taskHubId: unknown };
}

export interface AppAccessPlan {
  readonly pulumiNames: { readonly identity: string; readonly roleAssignment: string };
  readonly identityName: string | undefined;
  readonly role: RoleName;
  readonly signIn: SignIn;
}

const shapes: Shapes = { role: "text", signIn: "text", identityName: "text" };

/** Decides what an `AppAccess` component of this name creates. */
export function planAppAccess(name: string, facts: AppAccessFacts): Planned<AppAccessPlan> {
  const subject = `AppAccess "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { role, identityName, taskHub, signIn = "managed-identity" } = facts;
  const pulumiNames = { identity: `${name}-identity`, roleAssignment: `${name}-role` };
  const nameChoice = {
    argument: "identityName",
    given: identityName,
    pulumiName: pulumiNames.identity,
  };
  const refusals = [
    ...checkRole(role),
    ...checkOneOf("signIn", signIn, signIns),
    ...checkName(nameChoice, nameRules.identity),
    ...checkId("taskHub.taskHubId", taskHub?.taskHubId, idRules.taskHub),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiNames,
    identityName,
    role,
    signIn,
  }));
}
