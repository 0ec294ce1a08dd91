import { madeUpGuid } from "../made-up-guid.ts";
import { type CreatedResource, inGroup, type ResourceKind } from "../resource-kind.ts";
import { recordOf, textOf, type Values } from "../wire-values.ts";

const storageAccount = inGroup("Microsoft.Storage/storageAccounts/{accountName}");

/** What an app runs on, and what it needs beside that: a registry, storage. */
export const hostKinds: Readonly<Record<string, ResourceKind>> = {
  "azure-native:app:ManagedEnvironment": {
    path: inGroup("Microsoft.App/managedEnvironments/{environmentName}"),
    outputs: (made) => ({ defaultDomain: containerAppsHost(made), staticIp: "192.0.2.1" }),
  },
  "azure-native:app:ContainerApp": {
    path: inGroup("Microsoft.App/containerApps/{containerAppName}"),
    fixed: ["environmentId"],
    outputs: (made) => ({
      ...withIngressHost(made),
      latestRevisionName: `${made.name}--1`,
      latestRevisionFqdn: `${made.name}--1.${made.location}.azurecontainerapps.io`,
      outboundIpAddresses: ["192.0.2.1"],
    }),
  },
  "azure-native:containerregistry:Registry": {
    path: inGroup("Microsoft.ContainerRegistry/registries/{registryName}"),
    outputs: ({ name }) => ({ loginServer: `${name.toLowerCase()}.azurecr.io` }),
  },
  "azure-native:containerservice:ManagedCluster": {
    path: inGroup("Microsoft.ContainerService/managedClusters/{resourceName}"),
    outputs: clusterOutputs,
  },
  "azure-native:web:AppServicePlan": { path: inGroup("Microsoft.Web/serverfarms/{name}") },
  "azure-native:web:WebApp": {
    path: inGroup("Microsoft.Web/sites/{name}"),
    outputs: ({ id, name, inputs }) => ({
      defaultHostName: `${name}.azurewebsites.net`,
      identity: {
        ...recordOf(inputs.identity),
        principalId: madeUpGuid(id, "principal"),
        tenantId: madeUpGuid("tenant"),
      },
    }),
  },
  "azure-native:storage:StorageAccount": { path: storageAccount, outputs: storageOutputs },
  "azure-native:storage:BlobContainer": {
    path: `${storageAccount}/blobServices/default/containers/{containerName}`,
  },
};

function containerAppsHost({ name, location }: CreatedResource): string {
  return `${name}.${location}.azurecontainerapps.io`;
}

function withIngressHost(made: CreatedResource): Values {
  const configuration = recordOf(made.inputs.configuration);
  if (configuration.ingress === undefined) return {};
  const ingress = { ...recordOf(configuration.ingress), fqdn: containerAppsHost(made) };
  return { configuration: { ...configuration, ingress } };
}

function clusterOutputs({ id, name, location, inputs }: CreatedResource): Values {
  const issuerURL = `https://${location}.oic.prod-aks.azure.com/${madeUpGuid(id, "issuer")}/`;
  const kubeletidentity = {
    clientId: madeUpGuid(id, "kubelet client"),
    objectId: madeUpGuid(id, "kubelet"),
  };
  return {
    fqdn: `${textOf(inputs.dnsPrefix ?? name)}.hcp.${location}.azmk8s.io`,
    identityProfile: { ...recordOf(inputs.identityProfile), kubeletidentity },
    oidcIssuerProfile: { ...recordOf(inputs.oidcIssuerProfile), issuerURL },
  };
}

function storageOutputs({ name }: CreatedResource): Values {
  const services = ["blob", "queue", "table", "file"];
  const address = (service: string) => `https://${name}.${service}.core.windows.net/`;
  return {
    primaryEndpoints: Object.fromEntries(services.map((name) => [name, address(name)])),
  };
}
