/** What the id of one kind of resource looks like. */
export interface IdRule {
  readonly resource: string;
  readonly pattern: RegExp;
  readonly example: string;
}

const group = "/subscriptions/[^/]+/resourceGroups/[^/]+/providers";
const groupExample = "/subscriptions/<id>/resourceGroups/<name>/providers";

export const idRules = {
  taskHub: idRule("task hub", "Microsoft.DurableTask/schedulers/*/taskHubs/*"),
  subnet: idRule("subnet", "Microsoft.Network/virtualNetworks/*/subnets/*"),
  privateDnsZone: idRule("private DNS zone", "Microsoft.Network/privateDnsZones/*"),
  workspace: idRule("Log Analytics workspace", "Microsoft.OperationalInsights/workspaces/*"),
  registry: idRule("container registry", "Microsoft.ContainerRegistry/registries/*"),
} as const satisfies Record<string, IdRule>;

/** The id of the virtual network that a subnet is part of. */
export function virtualNetworkOf(subnetId: string): string {
  return subnetId.replace(/\/subnets\/[^/]+$/i, "");
}

/** @param path provider and types with a star for each name */
function idRule(resource: string, path: string): IdRule {
  return {
    resource,
    // Azure does not mind the case of an id.
    pattern: new RegExp(`^${group}/${path.replaceAll("*", "[^/]+")}$`, "i"),
    example: `${groupExample}/${path.replaceAll("*", "<name>")}`,
  };
}
