import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment.js";
import { all, type CustomResourceOptions, type Input, output } from "@pulumi/pulumi";
import { roleAssignmentName } from "../../azure/role-assignment-name.ts";
import { roleDefinitionId } from "../../azure/roles.ts";

export type PrincipalType = "ServicePrincipal" | "User";

export interface Grant {
  /** The full Azure resource id on which, and below which, the role holds. */
  readonly scope: Input<string>;
  readonly principalId: Input<string>;
  /** Said outright, so that Azure does not look up an identity that has yet to replicate. */
  readonly principalType: Input<PrincipalType>;
  /** The role definition's GUID. */
  readonly role: string;
}

/** Assigns a role under a name that follows from the grant alone. */
export function assignRole(
  pulumiName: string,
  { scope, principalId, principalType, role }: Grant,
  options: CustomResourceOptions,
): RoleAssignment {
  return new RoleAssignment(
    pulumiName,
    {
      scope,
      principalId,
      principalType,
      roleDefinitionId: output(scope).apply((id) => roleDefinitionId(role, id)),
      roleAssignmentName: all([scope, principalId]).apply(([id, principal]) =>
        roleAssignmentName(id, principal, role),
      ),
    },
    options,
  );
}
