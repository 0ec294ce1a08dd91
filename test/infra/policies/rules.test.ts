import { describe, expect, test } from "vitest";
import { durableTaskPolicies } from "../../../infra/policies.ts";

const group = "/subscriptions/s/resourceGroups/g";
const scheduler = `${group}/providers/Microsoft.DurableTask/schedulers/dts`;
const worker = `${group}/roleDefinitions/80D0D6B0-f522-40a4-8886-a5a11720c375`;
const acrPull = `${group}/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`;

const kinds = {
  Scheduler: "azure-native:durabletask:Scheduler",
  RoleAssignment: "azure-native:authorization:RoleAssignment",
  ContainerApp: "azure-native:app:ContainerApp",
  StorageAccount: "azure-native:storage:StorageAccount",
  Registry: "azure-native:containerregistry:Registry",
} as const;

/** The names of the policies that a resource violates. */
function violated(type: string, props: object): readonly string[] {
  const violations: string[] = [];
  for (const policy of durableTaskPolicies) {
    if (!("validateResource" in policy)) continue;
    policy.validateResource({ type, props: { ...props } }, () => violations.push(policy.name));
  }
  return violations;
}

test.each<readonly [string, keyof typeof kinds, object, readonly string[]]>([
  ["a private scheduler", "Scheduler", open([], "Disabled"), []],
  ["a scheduler for some", "Scheduler", open(["10.0.0.0/8"], "Enabled"), []],
  ["a scheduler for none", "Scheduler", open([], "Enabled"), ["scheduler-lets-someone-in"]],
  ["a scheduler for all", "Scheduler", open(["0.0.0.0/0"]), ["scheduler-is-not-open-to-all"]],
  ["all of IPv6", "Scheduler", open(["::/0"]), ["scheduler-is-not-open-to-all"]],
  ["Consumption", "Scheduler", paid("Consumption"), []],
  ["Dedicated, 3", "Scheduler", paid("Dedicated", 3), []],
  ["Consumption, 1", "Scheduler", paid("Consumption", 1), ["scheduler-capacity-fits-its-sku"]],
  ["Dedicated, 4", "Scheduler", paid("Dedicated", 4), ["scheduler-capacity-fits-its-sku"]],
  ["no such SKU", "Scheduler", paid("Premium"), ["scheduler-capacity-fits-its-sku"]],
  ["a role on a hub", "RoleAssignment", role(`${scheduler}/taskHubs/hub`), []],
  ["a role on a scheduler", "RoleAssignment", role(scheduler), ["role-is-on-one-hub"]],
  ["a role on a group", "RoleAssignment", role(group), ["role-is-not-above-a-scheduler"]],
  ["another role on a group", "RoleAssignment", { ...role(group), roleDefinitionId: acrPull }, []],
  ["a role of who knows whom", "RoleAssignment", nobodys(), ["role-says-whose-it-is"]],
  ["an app that never stops", "ContainerApp", scaled({ minReplicas: 1 }), []],
  ["an app with a rule", "ContainerApp", scaled({ minReplicas: 0, rules: [{}] }), []],
  ["an app with traffic", "ContainerApp", { configuration: { ingress: {} } }, []],
  [
    "an app that never wakes",
    "ContainerApp",
    scaled({ minReplicas: 0 }),
    ["container-app-can-wake"],
  ],
  ["an app of defaults", "ContainerApp", {}, ["container-app-can-wake"]],
  ["storage without keys", "StorageAccount", { allowSharedKeyAccess: false }, []],
  ["storage of defaults", "StorageAccount", {}, ["storage-has-no-keys-in-use"]],
  ["a registry of defaults", "Registry", {}, []],
  ["a password", "Registry", { adminUserEnabled: true }, ["registry-has-no-password"]],
])("%s", (_title, kind, props, names) => {
  expect(violated(kinds[kind], props)).toEqual(names);
});

describe("a stack", () => {
  const consumption = made("Scheduler", paid("Consumption"));
  const dedicated = made("Scheduler", paid("Dedicated", 1));
  const retention = { ...made("RetentionPolicy", {}), dependencies: [{ urn: "Scheduler" }] };
  const lock = {
    ...made("ManagementLockByScope", {}),
    type: "azure-native:authorization:ManagementLockByScope",
    dependencies: [{ urn: "Scheduler" }],
  };

  test.each([
    ["has retention", [consumption, retention], []],
    ["has none", [consumption], ["retention-is-chosen"]],
    ["is Dedicated and locked", [dedicated, retention, lock], []],
    ["is Dedicated and open", [dedicated, retention], ["dedicated-scheduler-is-locked"]],
    ["has no scheduler", [], []],
  ])("%s", (_title, resources, names) => {
    const violations: string[] = [];
    for (const policy of durableTaskPolicies) {
      if (!("validateStack" in policy)) continue;
      policy.validateStack({ resources }, () => violations.push(policy.name));
    }
    expect(violations).toEqual(names);
  });
});

function made(kind: string, props: object) {
  const type = `azure-native:durabletask:${kind}`;
  return { type, urn: kind, props: { ...props }, dependencies: [] };
}

function open(ipAllowlist: readonly string[], publicNetworkAccess?: string): object {
  const sku = { name: "Consumption" };
  return { properties: { sku, ipAllowlist, publicNetworkAccess } };
}

function paid(name: string, capacity?: number): object {
  return { properties: { sku: { name, capacity }, ipAllowlist: ["10.0.0.0/8"] } };
}

function role(scope: string): object {
  return { scope, roleDefinitionId: worker, principalType: "ServicePrincipal" };
}

function nobodys(): object {
  return { scope: `${scheduler}/taskHubs/hub`, roleDefinitionId: worker };
}

function scaled(scale: object): object {
  return { template: { scale } };
}
