import { v5 } from "uuid";
import { type JsonRecord, recordOf, textOf } from "../../rest/json-record.ts";
import type { Fault } from "../arm-error.ts";
import type { Resource } from "../resource.ts";

const types = ["None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"] as const;
const userAssignedId = new RegExp(
  "^/subscriptions/[^/]+/resourceGroups/[^/]+" +
    "/providers/Microsoft\\.ManagedIdentity/userAssignedIdentities/[^/]+$",
  "i",
);

/** Undefined when the request has none. */
export function identityOf(body: JsonRecord, faults: Fault[]): JsonRecord | undefined {
  const identity = recordOf(body.identity);
  if (identity === undefined) return undefined;
  const given = textOf(identity.type)?.replaceAll(" ", "");
  const type = types.find((known) => known.toLowerCase() === given?.toLowerCase());
  if (type === undefined) {
    faults.push({ target: "identity.type", message: `is none of ${types.join("; ")}` });
    return undefined;
  }
  if (!type.endsWith("UserAssigned")) return { type };
  const ids = Object.keys(recordOf(identity.userAssignedIdentities) ?? {});
  const target = "identity.userAssignedIdentities";
  if (ids.length === 0) faults.push({ target, message: `is needed with ${type}` });
  const wrong = ids.find((id) => !userAssignedId.test(id));
  if (wrong !== undefined) faults.push({ target, message: `has '${wrong}', which is no identity` });
  return { type, userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])) };
}

/** Identifiers are made of the names, so that they are the same whenever they are asked for. */
export function identityView({ id, identity }: Resource, tenantId: string): JsonRecord {
  if (identity === undefined) return {};
  const type = String(identity.type);
  const users = Object.keys(recordOf(identity.userAssignedIdentities) ?? {});
  return {
    type,
    ...(type.startsWith("SystemAssigned") && { principalId: guidOf(id), tenantId }),
    ...(users.length > 0 && {
      userAssignedIdentities: Object.fromEntries(
        users.map((user) => [
          user,
          { principalId: guidOf(`${user}#principal`), clientId: guidOf(`${user}#client`) },
        ]),
      ),
    }),
  };
}

function guidOf(name: string): string {
  return v5(name.toLowerCase(), v5.URL);
}
