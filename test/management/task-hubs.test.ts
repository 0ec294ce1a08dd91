import { expect, test } from "vitest";
import {
  type Arm,
  consumption,
  dedicated,
  group,
  schedulers,
  startArm,
  subscription,
} from "./arm.ts";

const path = `${schedulers}/orders`;
const hub = `${path}/taskHubs/first`;

async function start(arm: Arm, taskHub: string): Promise<number> {
  const response = await fetch(`${arm.emulator.rest}/v1/taskhubs/orchestrations`, {
    method: "POST",
    headers: { "x-taskhub": taskHub, "content-type": "application/json" },
    body: JSON.stringify({ name: "one", instanceId: "one" }),
  });
  return response.status;
}

test("a hub that is created takes orchestrations, and vanishes with them", async () => {
  const arm = await startArm();
  await arm.put(path, dedicated);
  expect(await start(arm, "first")).toBe(404);
  await arm.put(hub, {});
  expect(await start(arm, "first")).toBe(201);
  await arm.remove(hub);
  expect(await start(arm, "first")).toBe(404);
  await arm.put(hub, {});
  expect(await arm.emulator.reader.countInstances("first", {})).toBe(0);
});

test("a hub says where its dashboard is, which shows it", async () => {
  const arm = await startArm();
  await arm.put(path, dedicated);
  await arm.put(hub, {});
  const { dashboardUrl } = (await arm.send("GET", hub)).body.properties;
  expect(dashboardUrl).toBe(
    `${arm.emulator.dashboard}${subscription}/schedulers/orders/taskhubs/first`,
  );
  expect((await fetch(dashboardUrl)).status).toBe(200);
});

test("a hub that the data plane has already is taken with what is in it", async () => {
  const arm = await startArm({ taskHubs: ["first"] });
  await arm.put(path, dedicated);
  expect((await arm.send("GET", `${path}/taskHubs`)).body.value).toEqual([]);
  await start(arm, "first");
  expect((await arm.put(hub, {})).status).toBe(201);
  expect(await arm.emulator.reader.countInstances("first", {})).toBe(1);
});

test("a hub belongs to one scheduler, for all have one endpoint", async () => {
  const arm = await startArm();
  for (const name of ["orders", "others"]) await arm.put(`${schedulers}/${name}`, dedicated);
  await arm.put(hub, {});
  const { status, body } = await arm.send("PUT", `${schedulers}/others/taskHubs/FIRST`, {});
  expect([status, body.error.code]).toEqual([409, "TaskHubNameTaken"]);
  expect(body.error.message).toContain(path);
  expect((await arm.send("PUT", `${path}/taskHubs/FIRST`, {})).status).toBe(200);
});

test("deleting a resource group deletes its schedulers, hubs and orchestrations", async () => {
  const arm = await startArm();
  await arm.put(path, dedicated);
  await arm.put(hub, {});
  await arm.remove(group);
  expect((await arm.send("GET", group)).status).toBe(404);
  expect((await arm.send("GET", path)).status).toBe(404);
  expect(await start(arm, "first")).toBe(404);
});

test("capabilities are kept, also through a change in a version without them", async () => {
  const arm = await startArm();
  await arm.put(path, consumption);
  const capabilities = ["One"];
  await arm.put(hub, { properties: { capabilities } });
  const older = await arm.send("PUT", `${hub}?api-version=2026-02-01`, {});
  expect(older.body.properties).not.toHaveProperty("capabilities");
  expect((await arm.send("GET", hub)).body.properties.capabilities).toEqual(capabilities);
});

test("encryption with a customer's key is kept and shown", async () => {
  const arm = await startArm();
  await arm.put(path, dedicated);
  const properties = { keySource: "CustomerManaged", keyVaultKeyUri: "https://v/keys/k" };
  const encryption = `${path}/transparentDataEncryptions/default`;
  expect((await arm.put(encryption, { properties })).status).toBe(201);
  const { body } = await arm.send("GET", `${path}/transparentDataEncryptions`);
  expect(body.value).toMatchObject([{ name: "default", properties }]);
  await arm.remove(encryption);
  expect((await arm.send("GET", encryption)).status).toBe(404);
});
