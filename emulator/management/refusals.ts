import { ArmError } from "./arm-error.ts";
import { ancestorId, isBusy, type Resource } from "./resource.ts";

/** @throws ArmError in the words of Azure Resource Manager. */
export function resourceNotFound(id: string, type: string): never {
  const group = id.split("/")[4];
  const name = id.split("/").slice(8).join("/");
  throw new ArmError(
    404,
    "ResourceNotFound",
    `The Resource '${type}/${name}' under resource group '${group}' was not found.`,
  );
}

export function groupNotFound(id: string): never {
  const name = id.split("/")[4];
  throw new ArmError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
}

export function parentNotFound(id: string, type: string): never {
  throw new ArmError(
    404,
    "ParentResourceNotFound",
    `Failed to perform the request on resource(s) of type '${type}', ` +
      `because the parent resource '${id}' could not be found.`,
  );
}

/** A change must wait for the one before it. */
export function refuseBusy(resource: Resource | undefined): void {
  if (resource === undefined || !isBusy(resource)) return;
  throw new ArmError(
    409,
    "AnotherOperationInProgress",
    `'${resource.id}' is ${resource.state}; wait until that operation has ended.`,
  );
}

export function refuseNested(resource: Resource, nested: readonly Resource[]): void {
  if (nested.length === 0) return;
  const ids = nested.map(({ id }) => `'${id}'`).join(",");
  throw new ArmError(
    409,
    "CannotDeleteResource",
    "Cannot delete resource while nested resources exist. Some existing nested resource IDs " +
      `include: ${ids}. Please delete all nested resources before deleting this resource ` +
      `'${resource.name}'.`,
  );
}

/** All schedulers here have one address, so a hub's name can belong to one of them only. */
export function refuseTakenHub(id: string, name: string, hubs: readonly Resource[]): void {
  const own = id.toLowerCase();
  const other = hubs.find(
    (hub) => hub.name.toLowerCase() === name.toLowerCase() && hub.id.toLowerCase() !== own,
  );
  if (other === undefined) return;
  throw new ArmError(
    409,
    "TaskHubNameTaken",
    `The task hub '${name}' belongs to '${ancestorId(other.id, 4)}'. All schedulers of this ` +
      "emulator share one endpoint, so hub names must differ between them.",
  );
}
