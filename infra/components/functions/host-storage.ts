import { BlobContainer } from "@pulumi/azure-native/storage/blobContainer.js";
import { StorageAccount } from "@pulumi/azure-native/storage/storageAccount.js";
import { type Input, interpolate, type Output, type Resource } from "@pulumi/pulumi";
import { companionRoles } from "../../azure/roles.ts";
import { assignRole } from "../access/assign-role.ts";
import type { Placement } from "../placement.ts";

export interface HostStorage {
  readonly storageName: Output<string>;
  /** The address of the container that the app's code is published to. */
  readonly packages: Output<string>;
  /** What must be there before the app starts. */
  readonly roles: readonly Resource[];
}

export interface HostStorageArgs extends Placement {
  readonly pulumiNames: { readonly storage: string; readonly container: string };
  /** Who uses the storage. */
  readonly principalId: Input<string>;
}

const rolesOnStorage = [
  "StorageBlobDataOwner",
  "StorageQueueDataContributor",
  "StorageTableDataContributor",
] as const;

/** The storage that every function app needs, without keys: only the app's identity gets in. */
export function createHostStorage(
  name: string,
  { pulumiNames, principalId, ...place }: HostStorageArgs,
  parent: Resource,
): HostStorage {
  const account = new StorageAccount(
    pulumiNames.storage,
    {
      ...place,
      kind: "StorageV2",
      sku: { name: "Standard_LRS" },
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      minimumTlsVersion: "TLS1_2",
      enableHttpsTrafficOnly: true,
    },
    { parent },
  );
  const container = new BlobContainer(
    pulumiNames.container,
    {
      resourceGroupName: place.resourceGroupName,
      accountName: account.name,
      containerName: "packages",
      publicAccess: "None",
    },
    { parent },
  );
  const roles = rolesOnStorage.map((role) =>
    assignRole(
      `${name}-${role}`,
      {
        scope: account.id,
        principalId,
        principalType: "ServicePrincipal",
        role: companionRoles[role],
      },
      { parent },
    ),
  );
  return {
    storageName: account.name,
    packages: interpolate`${account.primaryEndpoints.blob}${container.name}`,
    roles,
  };
}
