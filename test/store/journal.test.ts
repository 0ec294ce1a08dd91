import { cp } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { StoredChange } from "../../emulator/core/change.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import { databaseName } from "../../emulator/store/data-folder.ts";
import { groupOf, recordOf } from "../../emulator/store/sqlite/journal-record.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import type { Row } from "../../emulator/store/sqlite/statements.ts";
import { event, message, orchestration, task, writesTo } from "./records.ts";
import { temporaryFolder } from "./temporary-folder.ts";

async function opened(folder: string) {
  const { store, reader } = await openSqliteStore({ folder, durability: "full", codec });
  onTestFinished(() => store.close());
  await store.createHub("h");
  const commit = (id: string, ...changes: StoredChange[]) =>
    store.commit(writesTo("h", id, ...changes));
  return { store, reader, commit };
}

/** How many rows the file's tables have. */
function countsIn(folder: string) {
  const database = new DatabaseSync(join(folder, databaseName), { readOnly: true });
  const count = (table: string) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n;
  const counts = Object.fromEntries(
    ["journal", "instances", "history", "tasks", "messages"].map((table) => [table, count(table)]),
  );
  database.close();
  return counts;
}

const saved = { type: "orchestration-saved", orchestration: orchestration("one") } as const;
const none = { journal: 0, instances: 0, history: 0, tasks: 0, messages: 0 };

test("groups wait in the journal until somebody reads; only what is left is written", async () => {
  const folder = await temporaryFolder();
  const { store, commit } = await opened(folder);
  await commit("one", saved, { type: "history-appended", events: [event("a")] });
  await commit("one", { type: "task-scheduled", task: task(1, "one") });
  await commit("one", { type: "task-removed", sequence: 1 });
  await commit("one", { type: "history-appended", events: [event("b")] });
  expect(countsIn(folder)).toEqual({ ...none, journal: 4 });

  expect(await store.loadOrchestration("h", "another")).toBeUndefined();
  expect(countsIn(folder)).toEqual({ ...none, journal: 4 });

  expect(await store.loadOrchestration("h", "one")).toBeDefined();
  expect(countsIn(folder)).toEqual({ ...none, instances: 1, history: 1 });
});

test("a megabyte does not wait, and is written once", async () => {
  const folder = await temporaryFolder();
  const { commit } = await opened(folder);
  await commit("one", saved);
  await commit("one", { type: "payload-saved", field: "input", value: "x".repeat(1024 * 1024) });
  expect(countsIn(folder)).toEqual({ ...none, instances: 1 });
});

test("each reading sees what was committed before it", async () => {
  const { store, reader, commit } = await opened(await temporaryFolder());
  const start = { visibleAt: 0, sequence: 0 };
  await commit("one", saved);
  expect(await store.loadOrchestration("h", "one")).toBeDefined();
  await commit("one", { type: "history-appended", events: [event("a")] });
  expect(await store.loadHistory("h", "one")).toHaveLength(1);
  const entity = { instanceId: "@a@b", executionId: "e", state: "1", lastModifiedAt: 1 };
  await commit("@a@b", { type: "entity-saved", entity: { ...entity, lock: undefined } });
  expect(await store.loadEntity("h", "@a@b")).toBeDefined();
  await commit("one", { type: "task-scheduled", task: task(1, "one") });
  expect(await store.loadTask("h", 1)).toBeDefined();
  await commit("one", { type: "message-sent", message: message(2, "one") });
  expect(await store.messagesOnTheirWay("h", start, 9)).toHaveLength(1);
  await commit("one", { type: "message-received", message: message(3, "one") });
  expect((await store.backlog("h")).orchestrations).toHaveLength(1);
  await commit("one", { type: "message-received", message: message(4, "one") });
  expect(await store.lastSequence()).toBe(4);
  await commit("two", { ...saved, orchestration: orchestration("two") });
  expect(await reader.countInstances("h", {})).toBe(2);
});

test("what a killed process had in its journal is in the tables of the next one", async () => {
  const folder = await temporaryFolder();
  const { commit } = await opened(folder);
  await commit("one", saved, { type: "task-scheduled", task: task(1, "one") });
  const copy = await temporaryFolder();
  await cp(folder, copy, { recursive: true });
  expect(countsIn(copy)).toEqual({ ...none, journal: 1 });

  const { store } = await openSqliteStore({ folder: copy, durability: "full", codec });
  onTestFinished(() => store.close());
  expect(countsIn(copy)).toEqual({ ...none, instances: 1, tasks: 1 });
});

test("a journal that has rotted is refused, with the way out", async () => {
  const folder = await temporaryFolder();
  const { commit } = await opened(folder);
  await commit("one", saved);
  const copy = await temporaryFolder();
  await cp(folder, copy, { recursive: true });
  const database = new DatabaseSync(join(copy, databaseName));
  database.exec("UPDATE journal SET rows = substr(rows, 1, 20)");
  database.close();

  const opening = openSqliteStore({ folder: copy, durability: "full", codec });
  const message = expect.stringMatching(/JSON.*restore the folder/);
  await expect(opening).rejects.toMatchObject({ code: "failed", message });
});

test("closing leaves nothing in the journal", async () => {
  const folder = await temporaryFolder();
  const { store } = await openSqliteStore({ folder, durability: "full", codec });
  await store.createHub("h");
  await store.commit(writesTo("h", "one", saved));
  await store.close();
  expect(countsIn(folder)).toEqual({ ...none, instances: 1 });
});

test("a record holds every value as it is", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.constant(null),
    fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes)),
  );
  const row = fc.array(value).map((values): Row => ["saveMessage", ...values]);
  const group = fc.array(fc.record({ hub: fc.nat(9), id: fc.string(), rows: fc.array(row) }));
  const property = fc.property(group, (rows) => {
    expect(groupOf(recordOf(rows))).toEqual(rows);
  });
  fc.assert(property);
});
