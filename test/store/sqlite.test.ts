import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { constants, getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { codec } from "../../emulator/grpc/codec.ts";
import { resetDataFolder } from "../../emulator/store/data-folder.ts";
import { openConnection } from "../../emulator/store/sqlite/connection.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { openWriter } from "../../emulator/store/sqlite/writer.ts";
import { storeConformance } from "./conformance.ts";
import { queryConformance } from "./query-conformance.ts";
import { event, message, orchestration, writesTo } from "./records.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const open = (folder: string, durability: "full" | "normal" = "full") =>
  openSqliteStore({ folder, durability, codec });

const shared = await mkdtemp(join(tmpdir(), "dtk-store-"));
afterAll(() => rm(shared, { recursive: true, force: true }));

storeConformance("the SQLite store", async () => open(await temporaryFolder()));
queryConformance("the SQLite store", async () => open(shared));

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

// Other systems have a priority of the process alone.
test.runIf(process.platform === "linux")(
  "the thread that answers queries has the lowest priority, and the process keeps its own",
  async () => {
    const threads = async () => (await readdir("/proc/self/task")).map(Number);
    const before = new Set(await threads());
    const own = getPriority(process.pid);
    const { store, reader } = await open(await temporaryFolder());
    onTestFinished(() => store.close());
    await reader.countByStatus("h");

    const added = (await threads()).filter((thread) => !before.has(thread));
    expect(added.map((thread) => getPriority(thread))).toContain(constants.priority.PRIORITY_LOW);
    expect(getPriority(process.pid)).toBe(own);
  },
);

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
  const before = await readFile(file);
  await expect(open(folder)).rejects.toThrow(/schema version 99; .* versions up to 5/);
  expect(before.equals(await readFile(file))).toBe(true);
});

test.each([0, 3])(
  "a database of somebody else, of version %d, is refused and left as it was",
  async (version) => {
    const folder = await temporaryFolder();
    const file = join(folder, "scheduler.db");
    const other = new DatabaseSync(file);
    other.exec(`CREATE TABLE notes (text); PRAGMA user_version = ${version}`);
    other.close();
    const before = await readFile(file);
    const message = expect.stringMatching(/scheduler\.db is not an emulator's database.* --data/);
    await expect(open(folder)).rejects.toMatchObject({ code: "not-a-data-folder", message });
    expect(() => resetDataFolder(folder)).toThrow(/nothing was deleted/);
    expect(before.equals(await readFile(file))).toBe(true);
  },
);

test("a file that is no database is refused, and the folder is free again", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "scheduler.db");
  await writeFile(file, "not a database, but long enough to look like a header of one".repeat(20));
  const refusal = { code: "failed", message: expect.stringContaining(`${file} could not be read`) };
  await expect(open(folder)).rejects.toMatchObject(refusal);
  expect(resetDataFolder(folder)).toBe("deleted");
});

test("a folder that cannot be made is refused with the way out", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "file"), "");
  const inside = open(join(folder, "file", "data"));
  await expect(inside).rejects.toThrow(/cannot be written: .* choose another folder with --data/);
});

test("the log is written ahead and copied by nobody but the store", async () => {
  const folder = await temporaryFolder();
  await (await open(folder)).store.close();
  const writer = openWriter(join(folder, "scheduler.db"), "full");
  onTestFinished(() => writer.close());
  expect(await writer.all("PRAGMA journal_mode")).toEqual([{ journal_mode: "wal" }]);
  expect(await writer.all("PRAGMA synchronous")).toEqual([{ synchronous: 1 }]);
  expect(await writer.all("PRAGMA wal_autocheckpoint")).toEqual([{ wal_autocheckpoint: 0 }]);
});

test("commits behind one that finds the disk full are not made, though queued before", async () => {
  const folder = await temporaryFolder();
  await (await open(folder)).store.close();
  const file = join(folder, "scheduler.db");
  const writer = openWriter(file, "full");
  onTestFinished(() => writer.close());
  await writer.commit([["createHub", "before"]]);
  const [{ page_count: pages } = {}] = await writer.all("PRAGMA page_count");
  await writer.all(`PRAGMA max_page_count = ${pages}`);
  const large = "x".repeat(100_000);
  const outcomes = await Promise.allSettled([
    writer.commit([["createHub", large]]),
    writer.commit([["createHub", "after"]]),
  ]);
  const full = { code: "failed", message: expect.stringContaining("database or disk is full") };
  expect(outcomes).toMatchObject([{ reason: full }, { reason: full }]);
  await writer.close();

  const { store } = await open(folder);
  onTestFinished(() => store.close());
  expect(await store.hubs()).toEqual(["before"]);
});

test("what is asked after closing is refused", async () => {
  const { store, reader } = await open(await temporaryFolder());
  await reader.countByStatus("h");
  await store.close();
  await expect(store.lastSequence()).rejects.toThrow(/scheduler\.db is closed/);
  await expect(reader.countByStatus("h")).rejects.toThrow(/scheduler\.db is closed/);
});

test("a group committed while its hub is being removed is dropped like one after it", async () => {
  const { store } = await open(await temporaryFolder());
  onTestFinished(() => store.close());
  await store.createHub("h");
  const appended = { type: "history-appended", events: [event("x")] } as const;
  await Promise.all([store.removeHub("h"), store.commit(writesTo("h", "one", appended))]);
  expect(await store.hubs()).toEqual([]);
});

test("a database that cannot be opened is refused with the way out", async () => {
  const file = join(await temporaryFolder(), "missing", "scheduler.db");
  expect(() => openWriter(file, "full")).toThrow(/unable to open.*see to the disk/);
});

test("what waits for a thread that dies is refused, as is what comes later", async () => {
  const file = join(await temporaryFolder(), "missing", "scheduler.db");
  const connection = openConnection({ file, readOnly: true, pragmas: [] });
  const refusal = { code: "failed", message: expect.stringContaining("unable to open") };
  await expect(connection.all("SELECT 1")).rejects.toMatchObject(refusal);
  await expect(connection.all("SELECT 1")).rejects.toMatchObject(refusal);
  await connection.close();
});

test("a log that grows long is copied into the database and begins anew", async () => {
  const folder = await temporaryFolder();
  const { store, reader } = await open(folder);
  onTestFinished(() => store.close());
  await store.createHub("h");
  const megabyte = "x".repeat(1_000_000);
  const sizeOf = async (name: string) => (await stat(join(folder, name))).size;
  const count = 120;
  for (let number = 0; number < count; number++) {
    const id = `one-${number}`;
    await store.commit(
      writesTo(
        "h",
        id,
        { type: "orchestration-saved", orchestration: orchestration(id) },
        { type: "payload-saved", field: "input", value: megabyte },
      ),
    );
  }
  expect(await sizeOf("scheduler.db-wal")).toBeLessThan((count / 2) * megabyte.length);
  expect(await sizeOf("scheduler.db")).toBeGreaterThan((count / 4) * megabyte.length);
  expect(await reader.countInstances("h", {})).toBe(count);
});

test("a query that fails leaves those after it alone", async () => {
  const { store, reader } = await open(await temporaryFolder());
  onTestFinished(() => store.close());
  await store.createHub("h");
  const query = { filter: {}, direction: "ascending", limit: 1, withPayloads: false } as const;
  const after = { value: {} as unknown as string, instanceId: "a" };
  const failing = reader.instances("h", { ...query, orderBy: "createdAt", after });
  await expect(failing).rejects.toMatchObject({ code: "failed" });
  expect(await reader.instances("h", { ...query, orderBy: "createdAt" })).toEqual([]);
});

test("after a commit that fails nothing more is taken", async () => {
  const folder = await temporaryFolder();
  const { store } = await open(folder);
  onTestFinished(() => store.close());
  await store.createHub("h");
  const vandal = new DatabaseSync(join(folder, "scheduler.db"));
  vandal.exec("DROP TABLE journal");
  vandal.close();
  const removal = writesTo("h", "one", { type: "task-removed", sequence: 1 });
  const refusal = {
    code: "failed",
    message: expect.stringMatching(/could not be read or written: no such table: journal/),
  };
  await expect(store.commit(removal)).rejects.toMatchObject(refusal);
  await expect(store.commit([])).rejects.toMatchObject(refusal);
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
  await writeFile(join(folder, "owner.json"), "{}");
  expect(() => resetDataFolder(folder)).toThrow(/nothing was deleted/);
  expect(await readdir(folder)).toEqual(["mine.txt", "owner.json"]);
});
