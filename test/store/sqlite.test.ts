import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { codec } from "../../emulator/grpc/codec.ts";
import { resetDataFolder } from "../../emulator/store/data-folder.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { storeConformance } from "./conformance.ts";
import { queryConformance } from "./query-conformance.ts";
import { event, message, orchestration, writesTo } from "./records.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-store-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const open = (folder: string, durability: "full" | "normal" = "full") =>
  openSqliteStore({ folder, durability, codec });

storeConformance("the SQLite store", async () => open(await temporaryFolder()));
queryConformance("the SQLite store", async () => open(await temporaryFolder()));

test("a reopened store gives the same answers", async () => {
  const folder = await temporaryFolder();
  const first = await open(folder);
  await first.store.createHub("h");
  await first.store.commit(
    writesTo(
      "h",
      "one",
      { type: "orchestration-saved", orchestration: orchestration("one") },
      { type: "history-appended", events: [event("x")] },
      { type: "message-received", message: message(4, "one") },
    ),
  );
  const before = await first.store.loadOrchestration("h", "one");
  await first.store.close();

  const { store } = await open(folder);
  onTestFinished(() => store.close());
  expect(await store.hubs()).toEqual(["h"]);
  expect(await store.loadOrchestration("h", "one")).toEqual(before);
  expect(await store.lastSequence()).toBe(4);
});

test("a folder in use is refused, and free again after closing", async () => {
  const folder = await temporaryFolder();
  const { store } = await open(folder);
  await expect(open(folder)).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
  await store.close();
  await (await open(folder)).store.close();
});

test("a folder from a newer version is refused and left as it was", async () => {
  const folder = await temporaryFolder();
  await (await open(folder)).store.close();
  const file = join(folder, "scheduler.db");
  const newer = new DatabaseSync(file);
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  await expect(open(folder)).rejects.toThrow(/schema version 99; .* versions up to 1/);
  const untouched = new DatabaseSync(file);
  expect(untouched.prepare("PRAGMA user_version").get()?.user_version).toBe(99);
  untouched.close();
});

test("a folder that cannot be made is refused with the way out", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "file"), "");
  const inside = open(join(folder, "file", "data"));
  await expect(inside).rejects.toThrow(/cannot be written: .* choose another folder with --data/);
});

test("the log is written ahead", async () => {
  const folder = await temporaryFolder();
  await (await open(folder, "normal")).store.close();
  const database = new DatabaseSync(join(folder, "scheduler.db"));
  expect(database.prepare("PRAGMA journal_mode").get()?.journal_mode).toBe("wal");
  database.close();
});

test("after a commit that fails nothing more is taken", async () => {
  const folder = await temporaryFolder();
  const { store } = await open(folder);
  onTestFinished(() => store.close());
  await store.createHub("h");
  const vandal = new DatabaseSync(join(folder, "scheduler.db"));
  vandal.exec("DROP TABLE tasks");
  vandal.close();
  const removal = writesTo("h", "one", { type: "task-removed", sequence: 1 });
  const text = /could not be read or written: no such table: tasks/;
  await expect(store.commit(removal)).rejects.toThrow(text);
  await expect(store.commit([])).rejects.toThrow(text);
});

test("a reset deletes what the store keeps and nothing else", async () => {
  const folder = await temporaryFolder();
  expect(resetDataFolder(join(folder, "none"))).toBe("nothing-there");
  const { store } = await open(folder);
  expect(() => resetDataFolder(folder)).toThrow(/in use/);
  await store.close();
  await writeFile(join(folder, "mine.txt"), "keep");
  expect(resetDataFolder(folder)).toBe("deleted");
  expect(await readdir(folder)).toEqual(["mine.txt"]);
  expect(() => resetDataFolder(folder)).toThrow(/nothing was deleted/);
});
