import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { codec } from "../../emulator/grpc/codec.ts";
import { removedName } from "../../emulator/store/sqlite/hub-removal.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { event, message, orchestration, task, writesTo } from "./records.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const count = 1_200;
const tables = ["instances", "payloads", "history", "messages", "tasks", "children", "hubs"];

/** More than fits into one commit of a removal, and one instance of another hub. */
async function filled(folder: string) {
  const { store } = await openSqliteStore({ folder, durability: "normal", codec });
  await store.createHub("kept");
  await store.createHub("gone");
  await store.commit(
    Array.from({ length: count }, (_, n) => [
      ...writesTo(
        "gone",
        `i${n}`,
        { type: "orchestration-saved", orchestration: orchestration(`i${n}`) },
        { type: "payload-saved", field: "input", value: "1" },
        { type: "history-appended", events: [event("a")] },
        { type: "message-sent", message: message(3 * n + 10, `i${n}`) },
        { type: "message-received", message: message(3 * n + 11, `i${n}`) },
        { type: "task-scheduled", task: task(3 * n + 12, `i${n}`) },
        { type: "child-started", child: { taskScheduledId: 1, instanceId: "c" } },
      ),
    ]).flat(),
  );
  await store.commit(
    writesTo(
      "kept",
      "one",
      { type: "orchestration-saved", orchestration: orchestration("one") },
      { type: "history-appended", events: [event("a")] },
      { type: "message-sent", message: message(1, "one") },
    ),
  );
  return store;
}

function rowsIn(folder: string): Readonly<Record<string, unknown>> {
  const database = new DatabaseSync(join(folder, "scheduler.db"), { readOnly: true });
  const counts = tables.map((table) => [
    table,
    database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n,
  ]);
  database.close();
  return Object.fromEntries(counts);
}

const ofOneInstance = {
  instances: 1,
  payloads: 0,
  history: 1,
  messages: 1,
  tasks: 0,
  children: 0,
  hubs: 1,
};

test("removing a large hub leaves nothing of it, and all of the others", async () => {
  const folder = await temporaryFolder();
  const store = await filled(folder);
  onTestFinished(() => store.close());
  await store.removeHub("gone");
  expect(rowsIn(folder)).toEqual(ofOneInstance);
});

test("other commits come in between, also of a new hub with the same name", async () => {
  const folder = await temporaryFolder();
  const store = await filled(folder);
  onTestFinished(() => store.close());
  let isRemoved = false;
  const removal = store.removeHub("gone").then(() => {
    isRemoved = true;
  });
  await store.createHub("gone");
  const saved = { type: "orchestration-saved", orchestration: orchestration("new") } as const;
  await store.commit(writesTo("gone", "new", saved));
  expect(isRemoved).toBe(false);
  await removal;
  expect(await store.loadOrchestration("gone", "new")).toBeDefined();
  expect(await store.loadOrchestration("gone", "i1")).toBeUndefined();
});

test("a removal that was cut off is finished by the next opening", async () => {
  const folder = await temporaryFolder();
  const store = await filled(folder);
  await store.close();
  // What a process leaves that dies when it has just begun.
  const database = new DatabaseSync(join(folder, "scheduler.db"));
  const { key } = database.prepare("SELECT key FROM hubs WHERE name = 'gone'").get() ?? {};
  database
    .prepare("UPDATE hubs SET name = ? WHERE key = ?")
    .run(removedName(Number(key)), Number(key));
  database.close();
  expect(rowsIn(folder).instances).toBeGreaterThan(1);

  const { store: next } = await openSqliteStore({ folder, durability: "normal", codec });
  onTestFinished(() => next.close());
  expect(await next.hubs()).toEqual(["kept"]);
  await expect.poll(() => rowsIn(folder)).toEqual(ofOneInstance);
});
