import { madeUpGuid } from "../made-up-guid.ts";
import { inGroup, type ResourceKind } from "../resource-kind.ts";

const identity = inGroup("Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}");

export const identityKinds: Readonly<Record<string, ResourceKind>> = {
  "azure-native:managedidentity:UserAssignedIdentity": {
    path: identity,
    outputs: ({ id }) => ({
      clientId: madeUpGuid(id, "client"),
      principalId: madeUpGuid(id, "principal"),
      tenantId: madeUpGuid("tenant"),
    }),
  },
  "azure-native:managedidentity:FederatedIdentityCredential": {
    path: `${identity}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
  },
  "azure-native:authorization:RoleAssignment": {
    path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    fixed: ["principalId", "principalType", "roleDefinitionId"],
  },
  "azure-native:authorization:ManagementLockByScope": {
    path: "/{scope}/providers/Microsoft.Authorization/locks/{lockName}",
  },
};
