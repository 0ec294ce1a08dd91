import { madeUpGuid } from "../made-up-guid.ts";
import { type CreatedResource, inGroup, type ResourceKind } from "../resource-kind.ts";
import type { Values } from "../wire-values.ts";

export const monitoringKinds: Readonly<Record<string, ResourceKind>> = {
  "azure-native:operationalinsights:Workspace": {
    path: inGroup("Microsoft.OperationalInsights/workspaces/{workspaceName}"),
    outputs: ({ id }) => ({ customerId: madeUpGuid(id, "customer") }),
  },
  "azure-native:applicationinsights:Component": {
    path: inGroup("Microsoft.Insights/components/{resourceName}"),
    outputs: componentOutputs,
  },
  "azure-native:monitor:DiagnosticSetting": {
    path: "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
  },
  "azure-native:monitor:ActionGroup": {
    path: inGroup("Microsoft.Insights/actionGroups/{actionGroupName}"),
  },
  "azure-native:monitor:MetricAlert": {
    path: inGroup("Microsoft.Insights/metricAlerts/{ruleName}"),
  },
};

function componentOutputs({ id, location }: CreatedResource): Values {
  const instrumentationKey = madeUpGuid(id, "instrumentation");
  const ingestion = `https://${location}.in.applicationinsights.azure.com/`;
  return {
    instrumentationKey,
    connectionString: `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${ingestion}`,
  };
}
