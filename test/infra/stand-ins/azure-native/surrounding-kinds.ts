import { extension, inGroup, type ResourceKind } from "./resource-kind.ts";

/** Networks, logs and alerts. */
export const surroundingKinds: Readonly<Record<string, ResourceKind>> = {
  "azure-native:network:VirtualNetwork": inGroup(
    "Microsoft.Network/virtualNetworks",
    "virtualNetworkName",
    { required: ["addressSpace"] },
  ),
  "azure-native:network:PrivateEndpoint": inGroup(
    "Microsoft.Network/privateEndpoints",
    "privateEndpointName",
    { required: ["subnet.id", "privateLinkServiceConnections"] },
  ),
  "azure-native:network:PrivateDnsZoneGroup": inGroup(
    "Microsoft.Network/privateDnsZoneGroups",
    "privateDnsZoneGroupName",
    { located: false, required: ["privateEndpointName", "privateDnsZoneConfigs"] },
  ),
  "azure-native:privatedns:PrivateZone": inGroup(
    "Microsoft.Network/privateDnsZones",
    "privateZoneName",
  ),
  "azure-native:privatedns:VirtualNetworkLink": inGroup(
    "Microsoft.Network/virtualNetworkLinks",
    "virtualNetworkLinkName",
    { required: ["privateZoneName", "virtualNetwork.id", "registrationEnabled"] },
  ),
  "azure-native:operationalinsights:Workspace": inGroup(
    "Microsoft.OperationalInsights/workspaces",
    "workspaceName",
    { required: ["sku.name"] },
  ),
  "azure-native:applicationinsights:Component": inGroup(
    "Microsoft.Insights/components",
    "resourceName",
    {
      required: ["kind", "applicationType"],
      outputs: ({ name }) => ({ connectionString: `InstrumentationKey=${name}` }),
    },
  ),
  "azure-native:monitor:DiagnosticSetting": extension(
    "resourceUri",
    "Microsoft.Insights/diagnosticSettings",
    "name",
    { required: ["workspaceId"] },
  ),
  "azure-native:monitor:ActionGroup": inGroup(
    "Microsoft.Insights/actionGroups",
    "actionGroupName",
    {
      required: ["enabled", "groupShortName"],
    },
  ),
  "azure-native:monitor:MetricAlert": inGroup("Microsoft.Insights/metricAlerts", "ruleName", {
    required: ["criteria", "enabled", "evaluationFrequency", "scopes", "severity", "windowSize"],
  }),
};
