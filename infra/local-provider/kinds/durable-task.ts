import { inGroup, type ResourceKind } from "../resource-kind.ts";

const scheduler = inGroup("Microsoft.DurableTask/schedulers/{schedulerName}");

/** What the emulator has itself. */
export const durableTaskKinds: Readonly<Record<string, ResourceKind>> = {
  "azure-native:resources:ResourceGroup": {
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}",
    isEmulated: true,
  },
  "azure-native:durabletask:Scheduler": { path: scheduler, isEmulated: true },
  "azure-native:durabletask:TaskHub": {
    path: `${scheduler}/taskHubs/{taskHubName}`,
    isEmulated: true,
  },
  "azure-native:durabletask:RetentionPolicy": {
    path: `${scheduler}/retentionPolicies/default`,
    isEmulated: true,
  },
};
