import type { Output } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import {
  DeletionLock,
  existingScheduler,
  Scheduler,
  type SchedulerArgs,
  TaskHub,
} from "../../../../infra/index.ts";
import { registered } from "../../registered.ts";
import { logs, subnetId } from "../sample-access.ts";

const resourceGroupName = "group";
const choices: SchedulerArgs = {
  resourceGroupName,
  schedulerName: "dts",
  sku: { name: "Dedicated", capacity: 1 },
  network: { access: "private" },
};
const id =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/group" +
  "/providers/Microsoft.DurableTask/schedulers/dts";

function scheduler(more: Partial<SchedulerArgs> = {}): Scheduler {
  return new Scheduler("orders", { ...choices, ...more });
}

test("a scheduler is one resource with SKU and network", async () => {
  expect(await registered(() => scheduler())).toEqual({
    "Scheduler orders-scheduler": {
      resourceGroupName,
      schedulerName: "dts",
      properties: {
        sku: { name: "Dedicated", capacity: 1 },
        publicNetworkAccess: "Disabled",
        ipAllowlist: [],
      },
    },
  });
});

test("it has a retention policy where one is chosen", async () => {
  const resources = await registered(() => scheduler({ retention: { failed: 90 } }));
  expect(resources["RetentionPolicy orders-retention"]).toEqual({
    resourceGroupName,
    schedulerName: "dts",
    properties: {
      retentionPolicies: [{ retentionPeriodInDays: 90, orchestrationState: "Failed" }],
    },
  });
});

test("one option brings the private endpoint, its zone, and the zone's link", async () => {
  const resources = await registered(() => scheduler({ privateEndpoint: { subnetId } }));
  expect(resources["PrivateEndpoint orders-endpoint"]).toMatchObject({
    subnet: { id: subnetId },
    privateLinkServiceConnections: [{ groupIds: ["scheduler"], privateLinkServiceId: id }],
  });
  expect(resources["PrivateZone orders-zone"]).toMatchObject({
    privateZoneName: "privatelink.durabletask.io",
    location: "global",
  });
  expect(resources["VirtualNetworkLink orders-zone-link"]).toMatchObject({
    privateZoneName: "privatelink.durabletask.io",
    virtualNetwork: { id: subnetId.replace("/subnets/apps", "") },
    registrationEnabled: false,
  });
  expect(resources["PrivateDnsZoneGroup orders-endpoint-names"]).toMatchObject({
    privateEndpointName: "orders-endpoint",
    privateDnsZoneConfigs: [
      { privateDnsZoneId: expect.stringMatching(/\/privatelink\.durabletask\.io$/) },
    ],
  });
});

test("a zone that exists already is used, and no other is made", async () => {
  const dnsZoneId =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/z";
  const resources = await registered(() => scheduler({ privateEndpoint: { subnetId, dnsZoneId } }));
  expect(Object.keys(resources)).not.toContain("PrivateZone orders-zone");
  expect(resources["PrivateDnsZoneGroup orders-endpoint-names"]).toMatchObject({
    privateDnsZoneConfigs: [{ privateDnsZoneId: dnsZoneId }],
  });
});

test("every log and metric goes to the workspace", async () => {
  const resources = await registered(() => scheduler({ diagnostics: logs }));
  expect(resources["DiagnosticSetting orders-diagnostics"]).toEqual({
    resourceUri: id,
    workspaceId: logs.workspaceId,
    logs: [{ categoryGroup: "allLogs", enabled: true }],
    metrics: [{ category: "AllMetrics", enabled: true }],
  });
});

test("people are written to when a metric passes its threshold", async () => {
  const alerts = {
    emails: ["someone@example.com"],
    above: { activityActions: { actions: 500, minutes: 15 } },
  };
  const resources = await registered(() => scheduler({ alerts }));
  expect(resources["ActionGroup orders-people"]).toMatchObject({
    emailReceivers: [{ emailAddress: "someone@example.com" }],
  });
  expect(resources["MetricAlert orders-activityActions"]).toMatchObject({
    scopes: [id],
    windowSize: "PT15M",
    criteria: { allOf: [{ metricName: "ActivityActions", threshold: 500 }] },
    actions: [{ actionGroupId: expect.stringMatching(/\/orders-people$/) }],
  });
});

test("a lock keeps a scheduler from being deleted", async () => {
  const resources = await registered(() => new DeletionLock("orders", { scheduler: scheduler() }));
  expect(resources["ManagementLockByScope orders-lock"]).toMatchObject({
    scope: id,
    level: "CanNotDelete",
  });
});

test("registers nothing when an argument is refused, and says which and why", async () => {
  const make = () => scheduler({ sku: { name: "Dedicated", capacity: 4 } });
  const resources = await registered(() =>
    expect(make).toThrow(
      'Scheduler "orders" is refused:\n' +
        "  sku.capacity: Dedicated needs 1 to 3 whole capacity units, got 4; " +
        "set sku.capacity from 1 to 3, or choose sku.name Consumption",
    ),
  );
  expect(resources).toEqual({});
});

test("a hub lies in its scheduler, and knows the scheduler's endpoint", async () => {
  let endpoint: unknown;
  const resources = await registered(() => {
    const hub = new TaskHub("orders", { scheduler: scheduler(), taskHubName: "hub" });
    endpoint = read(hub.endpoint);
  });
  expect(resources["TaskHub orders-task-hub"]).toEqual({
    resourceGroupName,
    schedulerName: "dts",
    taskHubName: "hub",
  });
  expect(await endpoint).toBe("https://dts-abc123.westeurope.durabletask.io");
});

test("a hub can lie in a scheduler that exists already, found by its name", async () => {
  let endpoint: unknown;
  const resources = await registered(() => {
    const scheduler = existingScheduler({ resourceGroupName: "other", schedulerName: "shared" });
    endpoint = read(new TaskHub("orders", { scheduler }).endpoint);
  });
  expect(resources).toEqual({
    "TaskHub orders-task-hub": {
      resourceGroupName: "other",
      schedulerName: "shared",
      taskHubName: "orders",
    },
  });
  expect(await endpoint).toBe("https://shared-abc123.westeurope.durabletask.io");
});

function read<T>(value: Output<T>): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  value.apply(resolve);
  return promise;
}
