import { expect, test } from "vitest";
import { companionRoles } from "../../../../infra/azure/roles.ts";
import { FunctionApp } from "../../../../infra/index.ts";
import { registered } from "../../registered.ts";
import { access, clientId, identityId, logs, principalId, subnetId } from "../sample-access.ts";

const args = {
  resourceGroupName: "group",
  runtime: { name: "python", version: "3.12" },
  logs,
} as const;

function functionApp(more: { readonly alwaysReady?: number; readonly subnetId?: string } = {}) {
  return () =>
    new FunctionApp("orders", { ...args, ...more, access: access({ role: "Contributor" }) });
}

test("the storage of a function app has no keys and nothing public", async () => {
  const resources = await registered(functionApp());
  expect(resources["StorageAccount orders"]).toMatchObject({
    allowSharedKeyAccess: false,
    allowBlobPublicAccess: false,
    minimumTlsVersion: "TLS1_2",
  });
});

test.each(["StorageBlobDataOwner", "StorageQueueDataContributor", "StorageTableDataContributor"])(
  "the app's identity has role %s on it",
  async (role) => {
    const resources = await registered(functionApp());
    const guid = Object.entries(companionRoles).find(([name]) => name === role)?.[1];
    expect(resources[`RoleAssignment orders-${role}`]).toMatchObject({
      principalId,
      scope: expect.stringMatching(/\/storageAccounts\/orders$/),
      roleDefinitionId: expect.stringContaining(guid ?? "unknown"),
    });
  },
);

test("the app runs on Flex Consumption, and its code comes from the storage", async () => {
  const resources = await registered(functionApp({ alwaysReady: 2 }));
  expect(resources["AppServicePlan orders-plan"]).toMatchObject({
    sku: { name: "FC1", tier: "FlexConsumption" },
    reserved: true,
  });
  expect(resources["WebApp orders-app"]).toMatchObject({
    kind: "functionapp,linux",
    httpsOnly: true,
    functionAppConfig: {
      deployment: {
        storage: {
          type: "blobContainer",
          value: "https://orders.blob.core.windows.net/packages",
          authentication: {
            type: "UserAssignedIdentity",
            userAssignedIdentityResourceId: expect.stringContaining(identityId),
          },
        },
      },
      runtime: { name: "python", version: "3.12" },
      scaleAndConcurrency: {
        instanceMemoryMB: 2_048,
        maximumInstanceCount: 100,
        alwaysReady: [{ name: "durable", instanceCount: 2 }],
      },
    },
  });
});

test("it finds hub, storage and traces by its identity", async () => {
  const resources = await registered(functionApp());
  expect(resources["WebApp orders-app"]).toMatchObject({
    siteConfig: {
      appSettings: expect.arrayContaining([
        { name: "TASKHUB_NAME", value: "hub" },
        { name: "AzureWebJobsStorage__accountName", value: "orders" },
        { name: "AzureWebJobsStorage__credential", value: "managedidentity" },
        { name: "AzureWebJobsStorage__clientId", value: clientId },
        {
          name: "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
          value: `ClientId=${clientId};Authorization=AAD`,
        },
      ]),
    },
  });
  expect(resources["Component orders-insights"]).toMatchObject({
    disableLocalAuth: true,
    workspaceResourceId: logs.workspaceId,
  });
});

test("it can be in a network", async () => {
  const resources = await registered(functionApp({ subnetId }));
  expect(resources["WebApp orders-app"]).toMatchObject({ virtualNetworkSubnetId: subnetId });
});
