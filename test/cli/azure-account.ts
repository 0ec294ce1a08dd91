import { dirname, join } from "node:path";
import { companionRoles, roleDefinitionId, roles } from "../../infra/azure/roles.ts";

/** An account as `az account show` tells of it. */
export const account = {
  id: "00000000-0000-0000-0000-000000000001",
  name: "Orders",
  state: "Enabled",
  user: { name: "ada@example.com", type: "user" },
};

export const subscription = `/subscriptions/${account.id}`;

export function hubId(name: string): string {
  const group = `${subscription}/resourceGroups/orders`;
  return `${group}/providers/Microsoft.DurableTask/schedulers/orders/taskHubs/${name}`;
}

const guids: Readonly<Record<string, string>> = {
  "Durable Task Data Contributor": roles.Contributor,
  "Durable Task Worker": roles.Worker,
};

/** A role as `az role assignment list` tells of it. */
export function has(roleDefinitionName: string, scope: string): object {
  const role = guids[roleDefinitionName] ?? companionRoles.AcrPull;
  const roleDefinition = roleDefinitionId(role, subscription);
  return { roleDefinitionName, roleDefinitionId: roleDefinition, scope };
}

const standIn = join(import.meta.dirname, "stand-ins/azure-cli");

const well = {
  "account show": { json: account },
  "account get-access-token": { json: { accessToken: "a-token" } },
  "provider show": { json: { registrationState: "Registered" } },
  "role assignment list": {
    json: [has("Owner", subscription), has("Durable Task Data Contributor", hubId("orders"))],
  },
};

/** An environment with the stand-in `az`: all is well, but for what it is to answer otherwise. */
export function azAnswering(otherwise: object): Readonly<Record<string, string>> {
  return {
    PATH: `${standIn}:${dirname(process.execPath)}:/bin`,
    HOME: "/nowhere",
    AZ_ANSWERS: JSON.stringify({ ...otherwise, ...unless(otherwise) }),
  };
}

/** What is well and not answered otherwise; the stand-in takes the first that fits. */
function unless(otherwise: object): object {
  return Object.fromEntries(Object.entries(well).filter(([words]) => !(words in otherwise)));
}
