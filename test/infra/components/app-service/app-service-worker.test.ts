import { expect, test } from "vitest";
import { AppServiceWorker } from "../../../../infra/index.ts";
import { registered } from "../../registered.ts";
import { access, clientId, registry } from "../sample-access.ts";

const args = {
  resourceGroupName: "group",
  image: "images.azurecr.io/worker:1",
  sku: "P1v3",
  instances: 2,
  health: { path: "/health", port: 8080 },
} as const;

test("a worker is kept running, watched, and knows its hub", async () => {
  const resources = await registered(
    () => new AppServiceWorker("orders", { ...args, access: access() }),
  );
  expect(resources["AppServicePlan orders-plan"]).toMatchObject({
    kind: "linux",
    sku: { name: "P1v3", capacity: 2 },
  });
  expect(resources["WebApp orders-app"]).toMatchObject({
    httpsOnly: true,
    siteConfig: {
      linuxFxVersion: "DOCKER|images.azurecr.io/worker:1",
      alwaysOn: true,
      healthCheckPath: "/health",
      ftpsState: "Disabled",
      appSettings: expect.arrayContaining([
        { name: "TASKHUB_NAME", value: "hub" },
        { name: "WEBSITES_PORT", value: "8080" },
      ]),
    },
  });
});

test("it pulls from a registry by its identity", async () => {
  const resources = await registered(
    () => new AppServiceWorker("orders", { ...args, access: access(), registry }),
  );
  expect(resources["WebApp orders-app"]).toMatchObject({
    siteConfig: { acrUseManagedIdentityCreds: true, acrUserManagedIdentityID: clientId },
  });
  expect(resources["RoleAssignment orders-pull"]).toMatchObject({ scope: registry.registryId });
});
