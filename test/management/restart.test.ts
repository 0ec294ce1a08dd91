import { expect, test } from "vitest";
import { codec } from "../../emulator/grpc/codec.ts";
import { startEmulator } from "../../emulator/index.ts";
import { createOperations } from "../../emulator/management/operations.ts";
import { openRecords } from "../../emulator/management/records.ts";
import { createTurns } from "../../emulator/management/turns.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { armOf, dedicated, schedulers } from "./arm.ts";

const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0, managementPort: 0 };
const path = `${schedulers}/orders`;
const hub = `${path}/taskHubs/first`;

test("resources, their hubs and ended operations outlive a restart", async () => {
  const dataFolder = await temporaryFolder();
  const first = await startEmulator({ ...ports, dataFolder });
  const before = await armOf(first);
  const policy = { properties: { retentionPolicies: [{ retentionPeriodInDays: 3 }] } };
  const created = await before.put(path, { ...dedicated, tags: { a: "1" } });
  await before.put(hub, {});
  await before.put(`${path}/retentionPolicies/default`, policy);
  const shown = await before.send("GET", `${path}/retentionPolicies`);
  await first.stop();

  await using second = await startEmulator({ ...ports, dataFolder });
  const after = await armOf(second);
  expect((await after.send("GET", path)).body).toMatchObject({
    tags: { a: "1" },
    properties: { sku: { name: "Dedicated" }, endpoint: second.grpc },
  });
  expect((await after.send("GET", `${path}/retentionPolicies`)).body).toEqual(shown.body);
  expect((await after.send("GET", hub)).status).toBe(200);
  expect(second.taskHubs).toContain("first");
  const monitor = new URL(String(created.headers["azure-asyncoperation"]));
  const { body } = await after.send("GET", monitor.pathname + monitor.search);
  expect(body.status).toBe("Succeeded");
});

test("what a killed process had begun is finished by the next one", async () => {
  const dataFolder = await temporaryFolder();
  const first = await startEmulator({ ...ports, dataFolder });
  const before = await armOf(first);
  await before.put(path, dedicated);
  await before.put(hub, {});
  await first.stop();

  // Two operations whose work never gets done here: a deletion and a creation.
  const { store } = await openSqliteStore({ folder: dataFolder, durability: "full", codec });
  const records = await openRecords(store);
  const never = () => new Promise<never>(() => {});
  const operations = createOperations({
    records,
    inTurn: createTurns(),
    hubs: { has: () => false, create: never, remove: never },
    now: Date.now,
    log: () => {},
  });
  const resource = records.find(hub);
  if (resource === undefined) throw new Error(`${hub} is not in the store`);
  await operations.begin("delete", resource);
  await operations.begin("create", { ...resource, id: `${path}/taskHubs/late`, name: "late" });
  await store.close();

  await using second = await startEmulator({ ...ports, dataFolder });
  const after = await armOf(second);
  await expect.poll(async () => (await after.send("GET", hub)).status).toBe(404);
  await expect
    .poll(async () => (await after.send("GET", `${path}/taskHubs/late`)).body)
    .toMatchObject({ properties: { provisioningState: "Succeeded" } });
  expect(second.taskHubs).toContain("late");
  expect(second.taskHubs).not.toContain("first");
});

test("a hub that the data plane removed is not found, and its name is free", async () => {
  const dataFolder = await temporaryFolder();
  const first = await startEmulator({ ...ports, dataFolder });
  const before = await armOf(first);
  await before.put(path, dedicated);
  await before.put(hub, {});
  await first.stop();

  const { store } = await openSqliteStore({ folder: dataFolder, durability: "full", codec });
  await store.removeHub("first");
  await store.close();

  await using second = await startEmulator({ ...ports, dataFolder });
  const after = await armOf(second);
  expect((await after.send("GET", hub)).status).toBe(404);
  expect((await after.send("GET", `${path}/taskHubs`)).body.value).toEqual([]);
  const others = `${schedulers}/others`;
  await after.put(others, dedicated);
  expect((await after.put(`${others}/taskHubs/first`, {})).status).toBe(201);
  expect(second.taskHubs).toContain("first");
  expect((await after.send("GET", hub)).status).toBe(404);
  await after.remove(path);
  expect(second.taskHubs).toContain("first");
});
