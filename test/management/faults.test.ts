import { beforeAll, expect, test } from "vitest";
import { startEmulator } from "../../emulator/index.ts";
import { type Arm, armOf, consumption, dedicated, schedulers } from "./arm.ts";

const free = { grpcPort: 0, restPort: 0, dashboardPort: 0, managementPort: 0 };
const [large, small] = [`${schedulers}/large`, `${schedulers}/small`];
const missing = `${schedulers}/missing`;

let arm: Arm;

beforeAll(async () => {
  const emulator = await startEmulator(free);
  arm = await armOf(emulator);
  await arm.put(large, dedicated);
  await arm.put(small, consumption);
  return () => emulator.stop();
});

const sku = { name: "Dedicated", capacity: 1 };
const scheduler = (properties: object, more = {}) => ({
  location: "northcentralus",
  ...more,
  properties: { ipAllowlist: [], sku, ...properties },
});
const policy = (...retentionPolicies: unknown[]) => ({ properties: { retentionPolicies } });
const encryption = (properties: object) => ({ properties });
const connection = (state: unknown) => ({
  properties: { privateLinkServiceConnectionState: state },
});
const [policies, encryptions] = ["retentionPolicies/default", "transparentDataEncryptions/default"];
const connections = "privateEndpointConnections/one";
const tags = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`t${n}`, ""]));

/** What a body lacks or has wrong, and where the answer says so. */
const faults: readonly [target: string, path: string, body: object][] = [
  ["properties.ipAllowlist", missing, scheduler({ ipAllowlist: undefined })],
  ["properties.ipAllowlist", missing, scheduler({ ipAllowlist: "0.0.0.0/0" })],
  ["properties.ipAllowlist[1]", missing, scheduler({ ipAllowlist: ["::/0", "1.2.3"] })],
  ["properties.ipAllowlist[0]", missing, scheduler({ ipAllowlist: ["1.2.3.4/33"] })],
  ["properties.ipAllowlist[0]", missing, scheduler({ ipAllowlist: ["fe80::1%eth0"] })],
  ["properties.ipAllowlist[0]", missing, scheduler({ ipAllowlist: [7] })],
  ["properties.sku.name", missing, scheduler({ sku: undefined })],
  ["properties.sku.name", missing, scheduler({ sku: { name: "dedicated", capacity: 1 } })],
  ["properties.sku.capacity", missing, scheduler({ sku: { name: "Dedicated" } })],
  ["properties.sku.capacity", missing, scheduler({ sku: { name: "Dedicated", capacity: 0 } })],
  ["properties.sku.capacity", missing, scheduler({ sku: { name: "Dedicated", capacity: 1.5 } })],
  ["properties.sku.capacity", missing, scheduler({ sku: { name: "Consumption", capacity: 1 } })],
  ["properties.sku.tier", missing, scheduler({ sku: { ...sku, tier: "x" } })],
  ["properties.publicNetworkAccess", missing, scheduler({ publicNetworkAccess: "Off" })],
  ["properties.ipAllowList", missing, scheduler({ ipAllowList: [] })],
  ["zones", missing, scheduler({}, { zones: ["1"] })],
  ["tags", missing, scheduler({}, { tags })],
  ["tags.a", missing, scheduler({}, { tags: { a: 1 } })],
  ["tags.a", missing, scheduler({}, { tags: { a: "x".repeat(257) } })],
  ["identity.type", missing, scheduler({}, { identity: { type: "Mine" } })],
  [
    "identity.userAssignedIdentities",
    missing,
    scheduler({}, { identity: { type: "UserAssigned" } }),
  ],
  [
    "identity.userAssignedIdentities",
    missing,
    scheduler({}, { identity: { type: "UserAssigned", userAssignedIdentities: { me: {} } } }),
  ],
  ["properties.capabilities", `${large}/taskHubs/one`, { properties: { capabilities: "all" } }],
  ["properties.retentionPolicies[0]", `${large}/${policies}`, policy("ever")],
  [
    "properties.retentionPolicies[0].retentionPeriodInDays",
    `${large}/${policies}`,
    policy({ retentionPeriodInDays: 91 }),
  ],
  [
    "properties.retentionPolicies[0].retentionPeriodInDays",
    `${small}/${policies}`,
    policy({ retentionPeriodInDays: 31 }),
  ],
  [
    "properties.retentionPolicies[0].orchestrationState",
    `${large}/${policies}`,
    policy({ retentionPeriodInDays: 1, orchestrationState: "Running" }),
  ],
  [
    "properties.retentionPolicies[1]",
    `${large}/${policies}`,
    policy({ retentionPeriodInDays: 1 }, { retentionPeriodInDays: 2 }),
  ],
  [
    "properties.retentionPolicies[0].days",
    `${large}/${policies}`,
    policy({ retentionPeriodInDays: 1, days: 1 }),
  ],
  ["properties.privateLinkServiceConnectionState", `${large}/${connections}`, {}],
  [
    "properties.privateLinkServiceConnectionState.status",
    `${large}/${connections}`,
    connection({ status: "Maybe" }),
  ],
  ["properties.keySource", `${large}/${encryptions}`, encryption({})],
  [
    "properties.keyVaultKeyUri",
    `${large}/${encryptions}`,
    encryption({ keySource: "CustomerManaged" }),
  ],
  [
    "properties.keyVaultKeyUri",
    `${large}/${encryptions}`,
    encryption({ keySource: "MicrosoftManaged", keyVaultKeyUri: "https://a/keys/b" }),
  ],
  [
    "properties.keySource",
    `${small}/${encryptions}`,
    encryption({ keySource: "CustomerManaged", keyVaultKeyUri: "https://a/keys/b" }),
  ],
];

test.each(faults)("%s is refused for %s in %j", async (target, path, body) => {
  const { status, body: answer } = await arm.send("PUT", path, body);
  expect([status, answer.error.code]).toEqual([400, "ValidationError"]);
  expect(answer.error.details.map((fault: { target: string }) => fault.target)).toEqual([target]);
  expect(answer.error.target).toBe(target);
  expect(answer.error.message).toContain(target);
});

test("all faults are named at once, and nothing is created", async () => {
  const properties = { ipAllowlist: ["x"], sku: { name: "Dedicated" }, publicNetworkAccess: 1 };
  const body = { location: "northcentralus", properties };
  const { error } = (await arm.send("PUT", missing, body)).body;
  expect(error.details).toHaveLength(3);
  expect((await arm.send("GET", missing)).status).toBe(404);
});

test.each([
  ["publicNetworkAccess", "2025-11-01", scheduler({ publicNetworkAccess: "Enabled" })],
  ["identity", "2026-02-01", scheduler({}, { identity: { type: "None" } })],
])("%s in a version that does not have it", async (name, version, body) => {
  const { error } = (await arm.send("PUT", `${missing}?api-version=${version}`, body)).body;
  expect(error.target).toMatch(new RegExp(`${name}$`));
  expect(error.message).toContain(`not in api-version ${version}`);
});
