import { output } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { roleAssignmentName } from "../../../../infra/azure/role-assignment-name.ts";
import { roles } from "../../../../infra/azure/roles.ts";
import { AppAccess, DeployerAccess } from "../../../../infra/index.ts";
import { registered } from "../../registered.ts";
import { access, clientId, principalId, taskHub } from "../sample-access.ts";

const resourceGroupName = "group";
const roleDefinitions = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions";
const deployerId = "55555555-5555-4555-8555-555555555555";

describe("AppAccess", () => {
  test.each(["Worker", "Contributor", "Reader"] as const)(
    "gives an identity of its own role %s on the hub and nothing else",
    async (role) => {
      expect(await registered(() => access({ role }))).toEqual({
        "UserAssignedIdentity orders-identity": { resourceGroupName },
        "RoleAssignment orders-role": {
          scope: taskHub.taskHubId,
          principalId,
          principalType: "ServicePrincipal",
          roleDefinitionId: `${roleDefinitions}/${roles[role]}`,
          roleAssignmentName: roleAssignmentName(taskHub.taskHubId, principalId, roles[role]),
        },
      });
    },
  );

  test.each([
    ["managed-identity", `ManagedIdentity;ClientID=${clientId}`],
    ["workload-identity", "DefaultAzure"],
  ] as const)("by %s its connection string says %s", async (signIn, authentication) => {
    let connectionString: unknown;
    await registered(() =>
      access({ signIn }).connectionString.apply((value) => {
        connectionString = value;
      }),
    );
    expect(connectionString).toBe(
      `Endpoint=https://a.durabletask.io;TaskHub=hub;Authentication=${authentication}`,
    );
  });

  test("refuses the id of a scheduler, where the role would reach every hub", async () => {
    const wrong = { ...taskHub, taskHubId: taskHub.taskHubId.replace("/taskHubs/hub", "") };
    const resources = await registered(() =>
      expect(
        () => new AppAccess("orders", { resourceGroupName, taskHub: wrong, role: "Worker" }),
      ).toThrow("taskHub.taskHubId: "),
    );
    expect(resources).toEqual({});
  });
});

describe("DeployerAccess", () => {
  test("finds out that a person deploys", async () => {
    const resources = await registered(
      () => new DeployerAccess("deployer", { taskHub, role: "Reader" }),
    );
    expect(resources["RoleAssignment deployer-role"]).toEqual({
      scope: taskHub.taskHubId,
      principalId: deployerId,
      principalType: "User",
      roleDefinitionId: `${roleDefinitions}/${roles.Reader}`,
      roleAssignmentName: roleAssignmentName(taskHub.taskHubId, deployerId, roles.Reader),
    });
  });

  test("takes the program's word for it", async () => {
    const args = { taskHub, role: "Reader", principalType: "ServicePrincipal" } as const;
    const resources = await registered(() => new DeployerAccess("deployer", args));
    expect(resources["RoleAssignment deployer-role"]).toMatchObject({
      principalType: "ServicePrincipal",
    });
  });
});

test("an id that is known only later is checked when it is known", async () => {
  const later = { ...taskHub, taskHubId: output(taskHub.taskHubId) };
  const resources = await registered(
    () => new DeployerAccess("deployer", { taskHub: later, role: "Reader" }),
  );
  expect(resources["RoleAssignment deployer-role"]).toMatchObject({ scope: taskHub.taskHubId });
});
