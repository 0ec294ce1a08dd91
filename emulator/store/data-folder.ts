import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { migrations } from "./sqlite/schema.ts";
import { StoreError } from "./store-error.ts";

/** Certificates lie here; a reset leaves them, for they are what clients trust. */
export const tlsFolderName = "tls";

export const databaseName = "scheduler.db";

const lockName = "lock.db";
const ownerName = "owner.json";
const databaseFile = /^(scheduler|lock)\.db$/;
const storeFile = /^(scheduler|lock)\.db(-wal|-shm|-journal)?$|^owner\.json$/;

/**
 * Takes the folder for this process and creates it if need be. The lock is the operating
 * system's, on a file: a killed process leaves none behind. The answer gives it back.
 */
export function lockDataFolder(folder: string): () => void {
  const database = openLock(folder);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("BEGIN EXCLUSIVE");
    writeFileSync(join(folder, ownerName), JSON.stringify({ pid: process.pid }));
  } catch (cause) {
    database.close();
    throw isBusy(cause) ? inUse(folder, cause) : notWritable(folder, cause);
  }
  return () => database.close();
}

function openLock(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
    return new DatabaseSync(join(folder, lockName), { timeout: 0 });
  } catch (cause) {
    throw notWritable(folder, cause);
  }
}

/** SQLITE_BUSY: another connection, of this process or another, holds the lock. */
function isBusy(cause: unknown): boolean {
  return cause instanceof Error && "errcode" in cause && cause.errcode === 5;
}

function inUse(folder: string, cause: unknown): StoreError {
  return new StoreError(
    "in-use",
    `The data folder ${folder} is in use${ownerText(folder)}. ` +
      "Stop that emulator, or choose another folder with --data.",
    cause,
  );
}

function notWritable(folder: string, cause: unknown): StoreError {
  return new StoreError(
    "not-writable",
    `The data folder ${folder} cannot be written: ${reasonOf(cause)}. ` +
      "Give this user the right to write there, or choose another folder with --data.",
    cause,
  );
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function ownerText(folder: string): string {
  try {
    const owner: { pid?: unknown } = JSON.parse(readFileSync(join(folder, ownerName), "utf8"));
    return typeof owner.pid === "number" ? ` by process ${owner.pid}` : "";
  } catch {
    return "";
  }
}

/** Brings the database to the current schema; a newer one, or somebody else's, stays as it is. */
export function prepareDatabase(file: string): void {
  const database = new DatabaseSync(file);
  try {
    const version = versionOf(database);
    if (version > migrations.length) {
      throw new StoreError(
        "newer-version",
        `${file} has schema version ${version}; this emulator knows versions up to ` +
          `${migrations.length}. Use the newer emulator that wrote it, ` +
          "or another folder with --data.",
      );
    }
    if (isForeign(database)) {
      throw new StoreError(
        "not-a-data-folder",
        `${file} is not an emulator's database; it was left as it is. ` +
          "Choose another folder with --data.",
      );
    }
    database.exec("PRAGMA journal_mode = WAL");
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT`);
    }
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError(
      "failed",
      `${file} could not be read or prepared: ${reasonOf(cause)}. See to the disk and the file, ` +
        "or choose another folder with --data.",
      cause,
    );
  } finally {
    database.close();
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version);
}

/** Ours is empty when it is new, and has hubs from its first version on. */
function isForeign(database: DatabaseSync): boolean {
  const names = database
    .prepare("SELECT name FROM sqlite_schema")
    .all()
    .map(({ name }) => name);
  return versionOf(database) === 0 ? names.length > 0 : !names.includes("hubs");
}

/** What a reset found. */
export type ResetOutcome = "deleted" | "nothing-there";

/** Deletes what the store keeps in the folder and nothing else. Throws StoreError when in use. */
export function resetDataFolder(folder: string): ResetOutcome {
  const names = namesIn(folder);
  // Without a database even an owner.json is somebody else's.
  const isOurs = names.some((name) => databaseFile.test(name)) && !hasForeignDatabase(folder);
  if (!isOurs && names.some((name) => name !== tlsFolderName)) {
    throw new StoreError(
      "not-a-data-folder",
      `${folder} holds no emulator data, but other files; nothing was deleted. ` +
        "Name the data folder with --data.",
    );
  }
  if (!isOurs) return "nothing-there";
  const unlock = lockDataFolder(folder);
  unlock();
  for (const name of namesIn(folder).filter((name) => storeFile.test(name))) {
    rmSync(join(folder, name), { force: true });
  }
  return "deleted";
}

/** One that is damaged beyond telling may be ours, and a reset is a way out of it. */
function hasForeignDatabase(folder: string): boolean {
  try {
    const database = new DatabaseSync(join(folder, databaseName), { readOnly: true });
    try {
      return isForeign(database);
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
