import { PrivateDnsZoneGroup } from "@pulumi/azure-native/network/privateDnsZoneGroup.js";
import { PrivateEndpoint } from "@pulumi/azure-native/network/privateEndpoint.js";
import { PrivateZone } from "@pulumi/azure-native/privatedns/privateZone.js";
import { VirtualNetworkLink } from "@pulumi/azure-native/privatedns/virtualNetworkLink.js";
import { type Input, type Output, output, type Resource } from "@pulumi/pulumi";
import { privateLink } from "../../azure/private-link.ts";
import { virtualNetworkOf } from "../../azure/resource-ids.ts";
import type { Placement } from "../placement.ts";

/** A scheduler's way into a virtual network. */
export interface PrivateEndpointArgs {
  /** The subnet that the endpoint takes an address of. Any SKU can have one. */
  readonly subnetId: Input<string>;
  /**
   * A zone `privatelink.durabletask.io` that the network resolves names with already; left out,
   * the zone is made and linked to the subnet's network.
   */
  readonly dnsZoneId?: Input<string>;
}

/** The endpoint, and what makes the scheduler's own name lead to it inside the network. */
export function createPrivateEndpoint(
  name: string,
  schedulerId: Input<string>,
  { subnetId, dnsZoneId, ...place }: PrivateEndpointArgs & Placement,
  parent: Resource,
): void {
  const endpoint = new PrivateEndpoint(
    `${name}-endpoint`,
    {
      ...place,
      subnet: { id: subnetId },
      privateLinkServiceConnections: [
        {
          name: privateLink.groupId,
          groupIds: [privateLink.groupId],
          privateLinkServiceId: schedulerId,
        },
      ],
    },
    { parent },
  );
  new PrivateDnsZoneGroup(
    `${name}-endpoint-names`,
    {
      resourceGroupName: place.resourceGroupName,
      privateEndpointName: endpoint.name,
      privateDnsZoneGroupName: "default",
      privateDnsZoneConfigs: [
        {
          name: privateLink.groupId,
          privateDnsZoneId: dnsZoneId ?? createZone(name, { subnetId, ...place }, parent),
        },
      ],
    },
    { parent },
  );
}

function createZone(
  name: string,
  { subnetId, resourceGroupName, tags }: PrivateEndpointArgs & Placement,
  parent: Resource,
): Output<string> {
  // Zones and links belong to no region.
  const place = { resourceGroupName, tags, location: "global" };
  const zone = new PrivateZone(
    `${name}-zone`,
    { ...place, privateZoneName: privateLink.zoneName },
    { parent },
  );
  const link = new VirtualNetworkLink(
    `${name}-zone-link`,
    {
      ...place,
      privateZoneName: zone.name,
      virtualNetwork: { id: output(subnetId).apply(virtualNetworkOf) },
      registrationEnabled: false,
    },
    { parent },
  );
  // Whoever waits for the zone waits until the network resolves with it.
  return link.id.apply(() => zone.id);
}
