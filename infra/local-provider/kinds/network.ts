import { inGroup, type ResourceKind } from "../resource-kind.ts";

const network = inGroup("Microsoft.Network/virtualNetworks/{virtualNetworkName}");
const endpoint = inGroup("Microsoft.Network/privateEndpoints/{privateEndpointName}");
const zone = inGroup("Microsoft.Network/privateDnsZones/{privateZoneName}");

export const networkKinds: Readonly<Record<string, ResourceKind>> = {
  "azure-native:network:VirtualNetwork": { path: network },
  "azure-native:network:Subnet": { path: `${network}/subnets/{subnetName}` },
  "azure-native:network:PrivateEndpoint": {
    path: endpoint,
    outputs: ({ id }) => ({ customDnsConfigs: [], networkInterfaces: [{ id: `${id}.nic` }] }),
  },
  "azure-native:network:PrivateDnsZoneGroup": {
    path: `${endpoint}/privateDnsZoneGroups/{privateDnsZoneGroupName}`,
  },
  "azure-native:privatedns:PrivateZone": { path: zone },
  "azure-native:privatedns:VirtualNetworkLink": {
    path: `${zone}/virtualNetworkLinks/{virtualNetworkLinkName}`,
  },
};
