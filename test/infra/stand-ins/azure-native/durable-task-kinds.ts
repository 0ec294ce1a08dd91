import {
  extension,
  inGroup,
  type ResourceKind,
  recordAt,
  subscription,
  textAt,
} from "./resource-kind.ts";

const resourceGroup: ResourceKind = {
  required: [],
  nameInput: "resourceGroupName",
  located: true,
  id: (name) => `${subscription}/resourceGroups/${name}`,
  fixed: [],
  outputs: () => ({}),
};

const scheduler = inGroup("Microsoft.DurableTask/schedulers", "schedulerName", {
  required: ["properties.ipAllowlist", "properties.sku.name"],
  outputs: ({ name, inputs }) => ({
    properties: {
      ...recordAt(inputs, "properties"),
      endpoint: `https://${name}-abc123.${textAt(inputs, "location")}.durabletask.io`,
      provisioningState: "Succeeded",
      privateEndpointConnections: [],
    },
  }),
});

const inScheduler = { located: false, required: ["schedulerName"] };

const taskHub = inGroup("Microsoft.DurableTask/schedulers", "taskHubName", {
  ...inScheduler,
  id: (name, inputs) => `${scheduler.id(textAt(inputs, "schedulerName"), inputs)}/taskHubs/${name}`,
  fixed: ["resourceGroupName", "schedulerName"],
  outputs: ({ name, inputs }) => ({
    properties: {
      dashboardUrl: `https://${textAt(inputs, "schedulerName")}-db.durabletask.io/taskhubs/${name}`,
      provisioningState: "Succeeded",
    },
  }),
});

/** It has no name of its own. */
const retentionPolicy: ResourceKind = {
  required: ["resourceGroupName", "schedulerName", "properties.retentionPolicies"],
  located: false,
  id: (_name, inputs) =>
    `${scheduler.id(textAt(inputs, "schedulerName"), inputs)}/retentionPolicies/default`,
  fixed: ["resourceGroupName", "schedulerName"],
  outputs: ({ inputs }) => ({
    properties: { ...recordAt(inputs, "properties"), provisioningState: "Succeeded" },
  }),
};

const identity = inGroup("Microsoft.ManagedIdentity/userAssignedIdentities", "resourceName", {
  outputs: () => ({
    clientId: "11111111-1111-4111-8111-111111111111",
    principalId: "22222222-2222-4222-8222-222222222222",
    tenantId: "33333333-3333-4333-8333-333333333333",
  }),
});

/** Schedulers and what is theirs, and who may do what. */
export const durableTaskKinds: Readonly<Record<string, ResourceKind>> = {
  "azure-native:resources:ResourceGroup": resourceGroup,
  "azure-native:durabletask:Scheduler": scheduler,
  "azure-native:durabletask:TaskHub": taskHub,
  "azure-native:durabletask:RetentionPolicy": retentionPolicy,
  "azure-native:managedidentity:UserAssignedIdentity": identity,
  "azure-native:managedidentity:FederatedIdentityCredential": inGroup(
    "Microsoft.ManagedIdentity/userAssignedIdentities",
    "federatedIdentityCredentialResourceName",
    { located: false, required: ["resourceName", "issuer", "subject", "audiences"] },
  ),
  "azure-native:authorization:RoleAssignment": extension(
    "scope",
    "Microsoft.Authorization/roleAssignments",
    "roleAssignmentName",
    {
      required: ["principalId", "roleDefinitionId"],
      fixed: ["principalId", "roleDefinitionId", "principalType"],
    },
  ),
  "azure-native:authorization:ManagementLockByScope": extension(
    "scope",
    "Microsoft.Authorization/locks",
    "lockName",
    { required: ["level"] },
  ),
};
