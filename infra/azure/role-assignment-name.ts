import { v5 as uuidFromName } from "uuid";

// Any fixed GUID will do, but it must never change: every assignment would be made anew.
const namespace = "6b1b9a2e-2f0d-4c5e-9d4b-0f6c6a3f8b71";

/**
 * The GUID that names a role assignment. Equal arguments give equal names, so that a deployment
 * which is repeated after a failure finds its assignment instead of colliding with it.
 * @param role the role definition's GUID
 */
export function roleAssignmentName(scope: string, principalId: string, role: string): string {
  // Azure compares resource ids without regard to case, and returns them in either.
  return uuidFromName([scope, principalId, role].join("|").toLowerCase(), namespace);
}
