import { cp, open, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { status } from "@grpc/grpc-js";
import { execa } from "execa";
import { describe, expect, onTestFinished, type TestContext, test } from "vitest";
import { QueryInstancesRequest } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { connectRaw } from "../grpc/raw.ts";
import { type Ending, endOf, type Serving, serve, temporaryFolder } from "./command.ts";
import { skipWithoutStrace } from "./skip-without-strace.ts";

const inputOf = (id: string) => JSON.stringify(id.padEnd(20_000, "."));

/** Starts one orchestration after the other; the ids of those that were acknowledged. */
async function startUntilRefused(server: Serving, countMax = 100_000): Promise<readonly string[]> {
  const raw = connectRaw(server);
  const acknowledged: string[] = [];
  const attempts = Array.from({ length: 4 }, async (_, lane) => {
    for (let number = lane; number < countMax; number += 4) {
      const instanceId = `one-${number}`;
      await raw.start({ instanceId, input: inputOf(instanceId) });
      acknowledged.push(instanceId);
    }
  });
  await Promise.allSettled(attempts);
  raw.client.close();
  return acknowledged;
}

/** Demands that each of them is there, with its input. */
async function expectAll(server: Serving, ids: readonly string[]): Promise<void> {
  const raw = connectRaw(server);
  for (const id of ids) expect((await raw.stateOf(id))?.input, id).toBe(inputOf(id));
  raw.client.close();
}

/** One line that names the folder and the way out, and the exit code of a failure. */
function expectClear({ exitCode, stderr }: Ending, folder: string, reason: RegExp): void {
  expect(stderr).toMatch(reason);
  expect(stderr).toContain(folder);
  expect(stderr.trim().split("\n"), stderr).toHaveLength(1);
  expect(exitCode).toBe(1);
}

/** A small file system in memory; needs the right to mount one. */
async function smallDisk(context: TestContext, size: string): Promise<string> {
  const folder = await temporaryFolder();
  const mounted = await execa("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], {
    reject: false,
  });
  context.skip(mounted.failed, `no right to mount a file system: ${mounted.stderr}`);
  onTestFinished(async () => {
    await execa("umount", ["--lazy", folder], { reject: false });
  });
  return folder;
}

describe("a full disk stops the emulator, and nothing acknowledged is lost:", () => {
  test.for([
    ["", "12m"],
    [", not even for what the log has ahead of it", "6m"],
  ] as const)("a file system without room%s", async ([, size], context) => {
    const disk = await smallDisk(context, size);
    const folder = join(disk, "data");
    const server = await serve(folder);
    const acknowledged = await startUntilRefused(server);
    expect(acknowledged.length).toBeGreaterThan(0);
    expectClear(await server.ended, folder, /disk is full.*start again/s);

    await execa("mount", ["-o", "remount,size=200m", disk]);
    const again = await serve(folder);
    await expectAll(again, acknowledged);
    expect(await startUntilRefused(again, 8)).toEqual([]);
    await again.kill();
  });

  test("a file that may not grow", async () => {
    const folder = await temporaryFolder();
    const server = await serve(folder, ["prlimit", `--fsize=${8 * 1024 * 1024}`]);
    const acknowledged = await startUntilRefused(server);
    expect(acknowledged.length).toBeGreaterThan(0);
    expectClear(await server.ended, folder, /could not be read or written.*start again/s);

    const again = await serve(folder);
    await expectAll(again, acknowledged);
    await again.kill();
  });
});

describe("an fsync that fails stops the emulator, and nothing acknowledged is lost:", () => {
  const failing = (when: string, calls = "fsync,fdatasync") => [
    ...["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "signal=none"],
    ...["-e", `trace=${calls}`, "-e", `inject=${calls}:error=EIO:when=${when}`, "--"],
  ];

  // SQLite syncs by fsync where it copies its log into the database, and Node by fdatasync.
  test.for([
    ["the 40th and all after it", failing("40+")],
    ["the 41st alone", failing("41")],
    ["when the log is copied", failing("40+", "fsync")],
  ] as const)("%s", async ([, command], context) => {
    await skipWithoutStrace(context);
    const folder = await temporaryFolder();
    const server = await serve(folder, command);
    const acknowledged = await startUntilRefused(server);
    expect(acknowledged.length).toBeGreaterThan(0);
    expectClear(await server.ended, folder, /(disk I\/|EIO: i\/)O error.*start again/is);

    const again = await serve(folder);
    await expectAll(again, acknowledged);
    await again.kill();
  });

  test("the first one, while the folder is prepared", async (context) => {
    await skipWithoutStrace(context);
    const folder = await temporaryFolder();
    expectClear(await endOf(folder, failing("1+")), folder, /disk I\/O error/);
    await (await serve(folder)).kill();
  });
});

describe("a write that a killed machine leaves torn", () => {
  const count = 24;
  const frame = 4_096 + 24;

  /** Without what the log has ahead of it, for later commits. */
  async function shorten(log: string): Promise<void> {
    const bytes = await readFile(log);
    const salt = bytes.subarray(16, 24);
    let end = 32;
    while (bytes.subarray(end + 8, end + 16).equals(salt)) end += frame;
    expect(end).toBeLessThan(bytes.length);
    await truncate(log, end);
  }

  /** What is in the folder after a kill, and the acknowledged ids in their order. */
  async function killed() {
    const folder = await temporaryFolder();
    const server = await serve(folder);
    const raw = connectRaw(server);
    const ids = Array.from({ length: count }, (_, number) => `one-${number}`);
    for (const id of ids) await raw.start({ instanceId: id, input: inputOf(id) });
    raw.client.close();
    await server.kill();
    await shorten(join(folder, "scheduler.db-wal"));
    return { folder, ids };
  }

  async function copyOf(folder: string): Promise<string> {
    const copy = await temporaryFolder();
    await cp(folder, copy, { recursive: true });
    return copy;
  }

  test("costs nothing when it follows the last commit", async () => {
    const { folder, ids } = await killed();
    const wal = await readFile(join(folder, "scheduler.db-wal"));
    const tails = {
      "half a frame": wal.subarray(-frame, -frame / 2),
      "a frame of before": wal.subarray(32, 32 + frame),
      "the last frames again": wal.subarray(-3 * frame),
      zeros: Buffer.alloc(10_000),
      noise: Buffer.from(Array.from({ length: 9_999 }, (_, index) => (index * 7_919) % 251)),
    };
    for (const tail of Object.values(tails)) {
      const copy = await copyOf(folder);
      await writeFile(join(copy, "scheduler.db-wal"), Buffer.concat([wal, tail]));
      const server = await serve(copy);
      await expectAll(server, ids);
      await server.kill();
    }
  });

  test.each([1, 24, 2_000, 4_120])(
    "costs at most itself: %i bytes are missing at the end",
    async (missing) => {
      const { folder, ids } = await killed();
      const wal = join(folder, "scheduler.db-wal");
      await truncate(wal, (await stat(wal)).size - missing);
      const server = await serve(folder);
      await expectAll(server, ids.slice(0, -1));
      await server.kill();
    },
  );

  test("costs at most itself when its last page is garbled", async () => {
    const { folder, ids } = await killed();
    const wal = join(folder, "scheduler.db-wal");
    const file = await open(wal, "r+");
    await file.write(Buffer.alloc(500, 0x55), 0, 500, (await file.stat()).size - 1_000);
    await file.close();
    const server = await serve(folder);
    await expectAll(server, ids.slice(0, -1));
    await server.kill();
  });
});

describe("a folder that cannot be used is refused at once, with its name and the way out:", () => {
  test("one that is read-only", async (context) => {
    const disk = await smallDisk(context, "1m");
    await execa("mount", ["-o", "remount,ro", disk]);
    const folder = join(disk, "data");
    expectClear(await endOf(folder), folder, /cannot be written.*--data/);
    await execa("mount", ["-o", "remount,rw,size=20m", disk]);
    await (await serve(folder)).kill();
  });

  test("a file", async () => {
    const folder = join(await temporaryFolder(), "file");
    await writeFile(folder, "");
    expectClear(await endOf(folder), folder, /cannot be written.*--data/);
  });

  test("one whose database is none", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "scheduler.db");
    await writeFile(file, "no database, but somebody's notes ".repeat(500));
    expectClear(await endOf(folder), folder, /file is not a database.*--data/);
    expect(await readFile(file, "utf8")).toMatch(/^no database/);
  });

  test("one whose database is somebody else's", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "scheduler.db");
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE notes (text)");
    database.close();
    const before = await readFile(file);
    expectClear(await endOf(folder), folder, /is not an emulator's database.*--data/);
    expect(before.equals(await readFile(file))).toBe(true);
  });

  test("one of a newer version", async () => {
    const folder = await temporaryFolder();
    await (await serve(folder)).kill();
    const database = new DatabaseSync(join(folder, "scheduler.db"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    expectClear(await endOf(folder), folder, /schema version 99.*newer emulator/);
  });
});

describe("a database that has rotted stops the emulator when it meets the damage:", () => {
  /** A stored folder in which the first page of a table or index is garbled. */
  async function rotten(name: string): Promise<string> {
    const folder = await temporaryFolder();
    const server = await serve(folder);
    expect(await startUntilRefused(server, 40)).toHaveLength(40);
    // Stopped, not killed: nothing is left to be brought into the tables at the next start.
    process.kill(server.pid, "SIGTERM");
    await server.ended;
    const file = join(folder, "scheduler.db");
    const database = new DatabaseSync(file);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const bytes = Number(database.prepare("PRAGMA page_size").get()?.page_size);
    const sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?";
    const page = Number(database.prepare(sql).get(name)?.rootpage);
    database.close();
    const handle = await open(file, "r+");
    await handle.write(Buffer.alloc(bytes, 0x55), 0, bytes, (page - 1) * bytes);
    await handle.close();
    return folder;
  }

  test("at once, where it reads what waits", async () => {
    const folder = await rotten("instances");
    expectClear(await endOf(folder), folder, /malformed.*restore/s);
  });

  test("later, where a worker's turn needs it", async () => {
    const folder = await rotten("children_by_parent");
    const server = await serve(folder);
    const raw = connectRaw(server);
    const work = raw.work();
    await expect(work.next()).rejects.toThrow();
    raw.client.close();
    expectClear(await server.ended, folder, /malformed.*restore/s);
  });

  test("not where a query alone does, which is answered with an error", async () => {
    const folder = await rotten("instances_by_creation");
    const server = await serve(folder);
    const address = `${server.rest}/v1/taskhubs/orchestrations/query`;
    expect((await fetch(address, { method: "POST", body: "{}" })).status).toBe(500);
    const raw = connectRaw(server);
    const request = QueryInstancesRequest.fromPartial({ query: {} });
    const asked = raw.ask((to, meta, reply) => to.queryInstances(request, meta, reply));
    await expect(asked).rejects.toMatchObject({ code: status.INTERNAL });
    expect((await raw.stateOf("one-0"))?.input).toBe(inputOf("one-0"));
    raw.client.close();
    await server.kill();
  });
});
