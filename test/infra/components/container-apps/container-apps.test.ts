import { expect, test } from "vitest";
import { companionRoles } from "../../../../infra/azure/roles.ts";
import { ContainerAppsEnvironment, ContainerAppWorker } from "../../../../infra/index.ts";
import { registered } from "../../registered.ts";
import { access, clientId, identityId, logs, principalId, registry } from "../sample-access.ts";

const resourceGroupName = "group";
const environment = { environmentId: "an environment" };
const image = "images.azurecr.io/worker:1";
const scale = {
  replicasMin: 0,
  replicasMax: 5,
  rules: { Activity: { workItemsPerReplica: 20 } },
};
const args = { resourceGroupName, environment, image, scale };

test("a worker runs its image as its identity, and scales on waiting work", async () => {
  const resources = await registered(
    () =>
      new ContainerAppWorker("orders", {
        ...args,
        access: access(),
        settings: { LOG_LEVEL: "debug" },
      }),
  );
  const identity = expect.stringContaining(identityId);
  expect(resources["ContainerApp orders-app"]).toEqual({
    resourceGroupName,
    environmentId: "an environment",
    identity: { type: "UserAssigned", userAssignedIdentities: [identity] },
    configuration: { activeRevisionsMode: "Single" },
    template: {
      containers: [
        {
          name: "worker",
          image,
          resources: { cpu: 0.5, memory: "1Gi" },
          env: expect.arrayContaining([
            { name: "TASKHUB_NAME", value: "hub" },
            { name: "ENDPOINT", value: "https://a.durabletask.io" },
            { name: "AZURE_CLIENT_ID", value: clientId },
            { name: "LOG_LEVEL", value: "debug" },
          ]),
        },
      ],
      scale: {
        minReplicas: 0,
        maxReplicas: 5,
        rules: [
          {
            name: "activities",
            custom: {
              type: "azure-durabletask-scheduler",
              identity,
              metadata: {
                endpoint: "https://a.durabletask.io",
                taskhubName: "hub",
                workItemType: "Activity",
                maxConcurrentWorkItemsCount: "20",
              },
            },
          },
        ],
      },
    },
  });
});

test("it pulls from a registry by its identity, which may pull and nothing else", async () => {
  const resources = await registered(
    () => new ContainerAppWorker("orders", { ...args, access: access(), registry }),
  );
  expect(resources["ContainerApp orders-app"]).toMatchObject({
    configuration: {
      registries: [{ server: "images.azurecr.io", identity: expect.stringContaining(identityId) }],
    },
  });
  expect(resources["RoleAssignment orders-pull"]).toMatchObject({
    scope: registry.registryId,
    principalId,
    roleDefinitionId: expect.stringContaining(companionRoles.AcrPull),
  });
});

test("an identity that may only read is refused", async () => {
  const resources = await registered(() => {
    const reader = access({ role: "Reader" });
    const make = () => new ContainerAppWorker("orders", { ...args, access: reader });
    expect(make).toThrow("access.role: a Reader cannot take work items");
  });
  expect(Object.keys(resources)).not.toContain("ContainerApp orders-app");
});

test("an environment sends its apps' output to the workspace, without a key", async () => {
  const resources = await registered(
    () => new ContainerAppsEnvironment("orders", { resourceGroupName, logs }),
  );
  expect(resources["ManagedEnvironment orders-env"]).toMatchObject({
    appLogsConfiguration: { destination: "azure-monitor" },
  });
  expect(resources["DiagnosticSetting orders-env-diagnostics"]).toMatchObject({
    resourceUri: expect.stringMatching(/\/managedEnvironments\/orders-env$/),
    workspaceId: logs.workspaceId,
  });
});
