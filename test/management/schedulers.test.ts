import { describe, expect, test } from "vitest";
import { type Arm, consumption, dedicated, schedulers, startArm, subscription } from "./arm.ts";

const path = `${schedulers}/orders`;

async function withScheduler(): Promise<Arm> {
  const arm = await startArm();
  await arm.put(path, dedicated);
  return arm;
}

describe("creating", () => {
  test("answers 201 while it goes on, and tells its end by the operation's status", async () => {
    const arm = await startArm();
    const { status, headers, body } = await arm.send("PUT", path, dedicated);
    expect(status).toBe(201);
    expect(body.properties.provisioningState).toBe("Provisioning");
    expect(headers["retry-after"]).toBe("1");
    const monitor = String(headers["azure-asyncoperation"]);
    expect(monitor).toMatch(
      /^https:.*\/operationStatuses\/[\w-]+\?api-version=2026-05-01-preview$/,
    );
    await expect
      .poll(async () => (await arm.send("GET", monitor)).body)
      .toMatchObject({
        id: new URL(monitor).pathname,
        name: expect.stringMatching(/^[\w-]{36}$/),
        status: "Succeeded",
        startTime: expect.stringMatching(/Z$/),
        endTime: expect.stringMatching(/Z$/),
      });
    expect((await arm.send("GET", path)).body.properties.provisioningState).toBe("Succeeded");
  });

  test("brings the resource group into being", async () => {
    const arm = await withScheduler();
    const { status, body } = await arm.send("GET", `${subscription}/resourceGroups/group`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: "group", location: "northcentralus" });
  });

  test.each([
    [1, "None"],
    [2, "None"],
    [3, "Zone"],
  ])("with %d capacity units means redundancy %s", async (capacity, redundancyState) => {
    const arm = await startArm();
    const sku = { name: "Dedicated", capacity };
    await arm.put(path, { ...dedicated, properties: { ...dedicated.properties, sku } });
    const { body } = await arm.send("GET", path);
    expect(body.properties.sku).toEqual({ ...sku, redundancyState });
  });

  test("takes Consumption without capacity, also as null", async () => {
    const arm = await startArm();
    const sku = { name: "Consumption", capacity: null };
    const body = { ...consumption, properties: { ...consumption.properties, sku } };
    expect((await arm.send("PUT", path, body)).body.properties.sku).toEqual({
      name: "Consumption",
      redundancyState: "None",
    });
  });

  test("ignores what only the service sets", async () => {
    const arm = await startArm();
    const properties = { ...dedicated.properties, endpoint: "x", provisioningState: "Failed" };
    const { status, body } = await arm.send("PUT", path, { id: "x", ...dedicated, properties });
    expect(status).toBe(201);
    expect(body.properties.endpoint).toBe(arm.emulator.grpc);
  });
});

describe("changing", () => {
  test("by PUT answers 200 with the whole, and keeps when it was created", async () => {
    const arm = await withScheduler();
    const before = (await arm.send("GET", path)).body;
    const tags = { a: "1" };
    const { status, headers, body } = await arm.send("PUT", path, { ...dedicated, tags });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty("azure-asyncoperation");
    expect(body).toMatchObject({ tags, properties: { provisioningState: "Succeeded" } });
    expect(body.systemData.createdAt).toBe(before.systemData.createdAt);
  });

  test("by PATCH answers 202 with the place of the result", async () => {
    const arm = await withScheduler();
    const patch = { properties: { sku: { capacity: 3 } } };
    const { status, headers, body } = await arm.send("PATCH", path, patch);
    expect([status, body, headers["retry-after"]]).toEqual([202, "", "1"]);
    const place = String(headers.location);
    await expect.poll(async () => (await arm.send("GET", place)).status).toBe(200);
    const result = (await arm.send("GET", place)).body;
    expect(result).toEqual((await arm.send("GET", path)).body);
    expect(result.properties).toMatchObject({
      ipAllowlist: ["10.0.0.0/8"],
      sku: { capacity: 3, redundancyState: "Zone" },
    });
  });

  test("by PATCH merges tags, and null takes one away", async () => {
    const arm = await startArm();
    await arm.put(path, { ...dedicated, tags: { a: "1", b: "2" } });
    await arm.send("PATCH", path, { tags: { a: null, c: "3" } });
    expect((await arm.send("GET", path)).body.tags).toEqual({ b: "2", c: "3" });
  });

  test("in an older version leaves alone what that version does not have", async () => {
    const arm = await startArm();
    const properties = { ...dedicated.properties, publicNetworkAccess: "Disabled" };
    await arm.put(path, { ...dedicated, properties });
    const older = await arm.send("PUT", `${path}?api-version=2025-11-01`, dedicated);
    expect(older.status).toBe(200);
    expect(older.body.properties).not.toHaveProperty("publicNetworkAccess");
    expect((await arm.send("GET", path)).body.properties.publicNetworkAccess).toBe("Disabled");
  });

  test("into another SKU or another region is refused", async () => {
    const arm = await withScheduler();
    const sku = await arm.send("PUT", path, consumption);
    expect(sku.body.error).toMatchObject({
      code: "ValidationError",
      target: "properties.sku.name",
    });
    const region = await arm.send("PUT", path, { ...dedicated, location: "West US 2" });
    expect([region.status, region.body.error.code]).toEqual([409, "InvalidResourceLocation"]);
  });
});

describe("deleting", () => {
  test("answers 202 with a place, and 204 when there is nothing", async () => {
    const arm = await withScheduler();
    const { status, headers } = await arm.send("DELETE", path);
    expect([status, headers["retry-after"]]).toEqual([202, "1"]);
    await expect.poll(async () => (await arm.send("GET", `${headers.location}`)).status).toBe(204);
    expect((await arm.send("GET", path)).status).toBe(404);
    expect((await arm.send("DELETE", path)).status).toBe(204);
  });

  test("is refused while it has task hubs, which are named", async () => {
    const arm = await withScheduler();
    await arm.put(`${path}/taskHubs/first`, {});
    const { status, body } = await arm.send("DELETE", path);
    expect([status, body.error.code]).toEqual([409, "CannotDeleteResource"]);
    expect(body.error.message).toContain(`${path}/taskHubs/first`);
  });

  test("takes policies and connections along", async () => {
    const arm = await withScheduler();
    await arm.put(`${path}/retentionPolicies/default`, { properties: {} });
    await arm.remove(path);
    await arm.put(path, dedicated);
    expect((await arm.send("GET", `${path}/retentionPolicies`)).body.value).toEqual([]);
  });
});

describe("reading", () => {
  test("does not tell upper from lower case in a path", async () => {
    const arm = await withScheduler();
    const { status, body } = await arm.send("GET", path.toUpperCase());
    expect([status, body.id]).toEqual([200, path]);
  });

  test("lists a page of 100, with the link to the next", async () => {
    const arm = await startArm();
    const names = Array.from({ length: 101 }, (_, n) => `s-${String(n).padStart(3, "0")}`);
    for (const name of names) await arm.send("PUT", `${schedulers}/${name}`, consumption);
    const all = `${subscription}/providers/Microsoft.DurableTask/schedulers`;
    const first = (await arm.send("GET", all)).body;
    expect(first.value).toHaveLength(100);
    const second = (await arm.send("GET", first.nextLink)).body;
    expect(second).not.toHaveProperty("nextLink");
    const listed = [...first.value, ...second.value].map(({ name }) => name);
    expect(listed).toEqual(names);
  });

  test("answers HEAD without a body", async () => {
    const arm = await withScheduler();
    expect(await arm.send("HEAD", path)).toMatchObject({ status: 200, body: "" });
    expect((await arm.send("HEAD", `${path}-none`)).status).toBe(404);
  });
});

test("a restart answers 204, in the versions that have it", async () => {
  const arm = await withScheduler();
  expect((await arm.send("POST", `${path}/restart`)).status).toBe(204);
  const older = await arm.send("POST", `${path}/restart?api-version=2026-02-01`);
  expect([older.status, older.body.error.code]).toEqual([404, "InvalidResourceType"]);
});

test("an identity is shown with ids of its own, and taken away by None", async () => {
  const arm = await startArm();
  const user =
    `${subscription}/resourceGroups/g/providers/Microsoft.ManagedIdentity` +
    "/userAssignedIdentities/app";
  const both = {
    type: "SystemAssigned, UserAssigned",
    userAssignedIdentities: { [user]: {} },
  };
  await arm.put(path, { ...dedicated, identity: both });
  const guid = expect.stringMatching(/^[\da-f-]{36}$/);
  expect((await arm.send("GET", path)).body.identity).toEqual({
    type: "SystemAssigned,UserAssigned",
    principalId: guid,
    tenantId: guid,
    userAssignedIdentities: { [user]: { principalId: guid, clientId: guid } },
  });
  await arm.send("PATCH", path, { identity: { type: "None" } });
  expect((await arm.send("GET", path)).body.identity).toEqual({ type: "None" });
});
