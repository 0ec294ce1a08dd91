import { inGroup, type ResourceKind, textAt } from "./resource-kind.ts";

/** What apps run on, and what they are made of. */
export const hostKinds: Readonly<Record<string, ResourceKind>> = {
  "azure-native:app:ManagedEnvironment": inGroup(
    "Microsoft.App/managedEnvironments",
    "environmentName",
    {
      outputs: ({ name, inputs }) => ({
        defaultDomain: `${name}.${textAt(inputs, "location")}.azurecontainerapps.io`,
        staticIp: "192.0.2.1",
      }),
    },
  ),
  "azure-native:app:ContainerApp": inGroup("Microsoft.App/containerApps", "containerAppName", {
    required: ["environmentId", "template.containers"],
    fixed: ["resourceGroupName", "environmentId"],
    outputs: ({ name, inputs }) => ({
      latestRevisionName: `${name}--1`,
      latestRevisionFqdn: `${name}--1.${textAt(inputs, "location")}.azurecontainerapps.io`,
    }),
  }),
  "azure-native:containerregistry:Registry": inGroup(
    "Microsoft.ContainerRegistry/registries",
    "registryName",
    { required: ["sku.name"], outputs: ({ name }) => ({ loginServer: `${name}.azurecr.io` }) },
  ),
  "azure-native:containerservice:ManagedCluster": inGroup(
    "Microsoft.ContainerService/managedClusters",
    "resourceName",
    {
      required: ["dnsPrefix", "identity", "agentPoolProfiles"],
      outputs: ({ name, inputs }) => ({
        identity: { principalId: "66666666-6666-4666-8666-666666666666" },
        fqdn: `${name}.hcp.${textAt(inputs, "location")}.azmk8s.io`,
        oidcIssuerProfile: { enabled: true, issuerURL: "https://issuer.example.com/" },
        identityProfile: {
          kubeletidentity: { objectId: "44444444-4444-4444-8444-444444444444" },
        },
      }),
    },
  ),
  "azure-native:storage:StorageAccount": inGroup(
    "Microsoft.Storage/storageAccounts",
    "accountName",
    {
      required: ["kind", "sku.name"],
      outputs: ({ name }) => ({
        primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/` },
      }),
    },
  ),
  "azure-native:storage:BlobContainer": inGroup(
    "Microsoft.Storage/storageAccounts/default/containers",
    "containerName",
    { located: false, required: ["accountName"], fixed: ["resourceGroupName", "accountName"] },
  ),
  "azure-native:web:AppServicePlan": inGroup("Microsoft.Web/serverfarms", "name", {
    required: ["sku.name"],
  }),
  "azure-native:web:WebApp": inGroup("Microsoft.Web/sites", "name", {
    required: ["serverFarmId"],
    outputs: ({ name }) => ({ defaultHostName: `${name}.azurewebsites.net` }),
  }),
};
