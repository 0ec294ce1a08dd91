import { AppAccess, type AppAccessChoices } from "../../../infra/index.ts";

/** A hub that another program made. */
export const taskHub = {
  taskHubId:
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.DurableTask/schedulers/a/taskHubs/hub",
  taskHubName: "hub",
  endpoint: "https://a.durabletask.io",
};

/** What the stand-in for Azure says about every identity. */
export const clientId = "11111111-1111-4111-8111-111111111111";
export const principalId = "22222222-2222-4222-8222-222222222222";

export const identityId = "/userAssignedIdentities/orders-identity";

/** A workspace that another program made. */
export const logs = {
  workspaceId:
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/logs",
};

/** A registry that another program made. */
export const registry = {
  registryId:
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/images",
  loginServer: "images.azurecr.io",
};

/** A subnet that another program made. */
export const subnetId =
  "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/apps";

export function access(choices: Partial<AppAccessChoices> = {}): AppAccess {
  return new AppAccess("orders", {
    resourceGroupName: "group",
    taskHub,
    role: "Worker",
    ...choices,
  });
}
