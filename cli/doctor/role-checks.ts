import { idRules } from "../../infra/azure/resource-ids.ts";
import { roles } from "../../infra/azure/roles.ts";
import type { Account } from "./azure-checks.ts";
import { type Finding, notNeeded, ok, problem } from "./finding.ts";

/** One role that somebody has, and where it holds. */
export interface Assignment {
  readonly roleName: string;
  /** The role definition's GUID. */
  readonly role: string;
  readonly scope: string;
}

/** What `az role assignment list` says; undefined when it says something else. */
export function parseAssignments(said: unknown): readonly Assignment[] | undefined {
  if (!Array.isArray(said)) return undefined;
  return said.map(({ roleDefinitionName, roleDefinitionId, scope }: Record<string, unknown>) => ({
    roleName: String(roleDefinitionName),
    role: String(roleDefinitionId).split("/").at(-1) ?? "",
    scope: String(scope),
  }));
}

const creators = ["Owner", "Contributor"];
const granters = ["Owner", "User Access Administrator", "Role Based Access Control Administrator"];

/** Deploying makes resources, and gives apps their roles. A custom role may allow both, too. */
export function checkDeployerRoles(
  check: string,
  assignments: readonly Assignment[],
  { user, subscriptionId }: Account,
): Finding {
  const has = (names: readonly string[]) =>
    assignments.find(({ roleName, scope }) => names.includes(roleName) && !isBelowGroup(scope));
  const [creates, grants] = [has(creators), has(granters)];
  if (creates !== undefined && grants !== undefined) {
    const named = [...new Set([creates, grants].map(({ roleName }) => roleName))].join(" and ");
    return ok(check, `${named}, on ${creates.scope}`);
  }
  const missing = creates === undefined ? "Contributor" : "Role Based Access Control Administrator";
  const to = creates === undefined ? "make resources" : "give apps their roles";
  return problem(
    check,
    `no role of ${user} that is built in lets it ${to}`,
    `az role assignment create --assignee ${user} --role "${missing}" ` +
      `--scope /subscriptions/${subscriptionId}`,
  );
}

/** Whether a role holds on a single resource only. */
function isBelowGroup(scope: string): boolean {
  return /\/resourceGroups\/[^/]+\/providers\//i.test(scope);
}

/** Without a role of the scheduler's own not even an Owner gets into a hub. */
export function checkHubRole(
  check: string,
  assignments: readonly Assignment[],
  { user }: Account,
  taskHub: string | undefined,
): Finding {
  if (taskHub === undefined) return notNeeded(check, "no hub is named by the app's settings");
  const known = Object.values<string>(roles);
  const found = assignments.find(
    ({ role, scope }) => known.includes(role.toLowerCase()) && reaches(scope, taskHub),
  );
  if (found !== undefined) return ok(check, `${found.roleName}, on ${found.scope}`);
  return problem(
    check,
    `${user} has no Durable Task role on the hub ${taskHub}`,
    `az role assignment create --assignee ${user} --role "Durable Task Data Contributor" ` +
      `--scope <the hub's id>   (or, with the kit's programs: the setting deployerRole, dtk up)`,
  );
}

/** A role on another hub does not count; one on anything above may. */
function reaches(scope: string, taskHub: string): boolean {
  if (!idRules.taskHub.pattern.test(scope)) return true;
  return scope.toLowerCase().endsWith(`/taskhubs/${taskHub.toLowerCase()}`);
}
