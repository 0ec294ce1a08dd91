import { describe, expect, test } from "vitest";
import { roleAssignmentName } from "../../../infra/azure/role-assignment-name.ts";
import {
  ContainerAppWorker,
  Scheduler,
  type SchedulerChoices,
  TaskHub,
  WorkerAccess,
} from "../../../infra/index.ts";
import { registered } from "../registered.ts";

const resourceGroupName = "group";
const choices: SchedulerChoices = {
  sku: { name: "Dedicated", capacity: 1 },
  network: { access: "private" },
};
/** A hub that another program made. */
const taskHub = {
  taskHubId:
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.DurableTask/schedulers/a/taskHubs/hub",
  taskHubName: "hub",
  endpoint: "https://a.durabletask.io",
};
const roleDefinitions = "/providers/Microsoft.Authorization/roleDefinitions";
const clientId = "11111111-1111-4111-8111-111111111111";
const principalId = "22222222-2222-4222-8222-222222222222";

function access(role: "Worker" | "Reader" = "Worker"): WorkerAccess {
  return new WorkerAccess("orders", { resourceGroupName, taskHub, role });
}

describe("Scheduler", () => {
  test("is one resource with SKU and network", async () => {
    expect(
      await registered(() => new Scheduler("orders", { resourceGroupName, ...choices })),
    ).toEqual({
      "Scheduler orders-scheduler": {
        resourceGroupName,
        properties: {
          sku: { name: "Dedicated", capacity: 1 },
          publicNetworkAccess: "Disabled",
          ipAllowlist: [],
        },
      },
    });
  });

  test("has a retention policy where one is chosen", async () => {
    const resources = await registered(
      () =>
        new Scheduler("orders", {
          resourceGroupName,
          ...choices,
          schedulerName: "dts",
          retention: { failed: 90 },
        }),
    );
    expect(resources["RetentionPolicy orders-retention"]).toEqual({
      resourceGroupName,
      schedulerName: "dts",
      properties: {
        retentionPolicies: [{ retentionPeriodInDays: 90, orchestrationState: "Failed" }],
      },
    });
  });

  test("registers nothing when an argument is refused, and says which and why", async () => {
    const refused = { ...choices, sku: { name: "Dedicated", capacity: 4 } } as const;
    const make = () => new Scheduler("orders", { resourceGroupName, ...refused });
    const resources = await registered(() =>
      expect(make).toThrow(
        'Scheduler "orders" is refused:\n' +
          "  sku.capacity: Dedicated needs 1 to 3 whole capacity units, got 4; " +
          "set sku.capacity from 1 to 3, or choose sku.name Consumption",
      ),
    );
    expect(resources).toEqual({});
  });
});

describe("TaskHub", () => {
  test("lies in its scheduler, and knows the scheduler's endpoint", async () => {
    let endpoint: unknown;
    const resources = await registered(() => {
      const scheduler = new Scheduler("orders", { resourceGroupName, ...choices });
      const hub = new TaskHub("orders", { scheduler, taskHubName: "hub" });
      hub.endpoint.apply((value) => {
        endpoint = value;
      });
    });
    expect(resources["TaskHub orders-task-hub"]).toEqual({
      resourceGroupName,
      schedulerName: "orders-scheduler",
      taskHubName: "hub",
    });
    expect(endpoint).toBe("https://orders-scheduler-abc123.westeurope.durabletask.io");
  });

  test("can lie in a scheduler that exists already", async () => {
    const scheduler = { resourceGroupName: "other", schedulerName: "dts", endpoint: "https://dts" };
    const resources = await registered(() => new TaskHub("orders", { scheduler }));
    expect(resources).toEqual({
      "TaskHub orders-task-hub": {
        resourceGroupName: "other",
        schedulerName: "dts",
        taskHubName: "orders",
      },
    });
  });
});

describe("WorkerAccess", () => {
  test.each([
    ["Worker", "80d0d6b0-f522-40a4-8886-a5a11720c375"],
    ["Contributor", "0ad04412-c4d5-4796-b79c-f76d14c8d402"],
    ["Reader", "d6a5505f-6ebb-45a4-896e-ac8274cfc0ac"],
  ] as const)(
    "gives an identity of its own role %s on the hub and nothing else",
    async (role, guid) => {
      const resources = await registered(
        () => new WorkerAccess("orders", { resourceGroupName, taskHub, role }),
      );
      expect(resources).toEqual({
        "UserAssignedIdentity orders-identity": { resourceGroupName },
        "RoleAssignment orders-role": {
          scope: taskHub.taskHubId,
          principalId,
          principalType: "ServicePrincipal",
          roleDefinitionId: `/subscriptions/s${roleDefinitions}/${guid}`,
          roleAssignmentName: roleAssignmentName(taskHub.taskHubId, principalId, role),
        },
      });
    },
  );

  test("knows the connection string for apps that run as the identity", async () => {
    let connectionString: unknown;
    await registered(() =>
      access().connectionString.apply((value) => {
        connectionString = value;
      }),
    );
    expect(connectionString).toBe(
      "Endpoint=https://a.durabletask.io;TaskHub=hub;" +
        `Authentication=ManagedIdentity;ClientID=${clientId}`,
    );
  });
});

describe("ContainerAppWorker", () => {
  const image = "example.com/worker:1";
  const scale = {
    replicasMin: 0,
    replicasMax: 5,
    rules: { Activity: { workItemsPerReplica: 20 } },
  };

  test("runs the image as its identity, with settings, and scales on waiting work", async () => {
    const resources = await registered(
      () =>
        new ContainerAppWorker("orders", {
          resourceGroupName,
          access: access(),
          image,
          scale,
          settings: { LOG_LEVEL: "debug" },
        }),
    );
    const identityId = expect.stringMatching(/\/userAssignedIdentities\/orders-identity$/);
    expect(resources["ContainerApp orders-app"]).toEqual({
      resourceGroupName,
      environmentId: expect.stringMatching(/\/managedEnvironments\/orders-env$/),
      identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
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
                identity: identityId,
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

  test("refuses an identity that may only read", async () => {
    const resources = await registered(() => {
      const reader = access("Reader");
      const make = () =>
        new ContainerAppWorker("orders", { resourceGroupName, access: reader, image, scale });
      expect(make).toThrow("access.role: a Reader cannot take work items");
    });
    expect(Object.keys(resources)).not.toContain("ContainerApp orders-app");
  });
});
