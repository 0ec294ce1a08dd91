import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { migrations } from "./sqlite/schema.ts";
import { StoreError } from "./store-error.ts";

const lockName = "lock.db";
const ownerName = "owner.json";
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
  } catch (cause) {
    database.close();
    throw new StoreError(
      "in-use",
      `The data folder ${folder} is in use${ownerText(folder)}. ` +
        "Stop that emulator, or choose another folder with --data.",
      cause,
    );
  }
  writeFileSync(join(folder, ownerName), JSON.stringify({ pid: process.pid }));
  return () => database.close();
}

function openLock(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
    return new DatabaseSync(join(folder, lockName), { timeout: 0 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(
      "not-writable",
      `The data folder ${folder} cannot be written: ${reason}. ` +
        "Give this user the right to write there, or choose another folder with --data.",
      cause,
    );
  }
}

function ownerText(folder: string): string {
  try {
    const owner: { pid?: unknown } = JSON.parse(readFileSync(join(folder, ownerName), "utf8"));
    return typeof owner.pid === "number" ? ` by process ${owner.pid}` : "";
  } catch {
    return "";
  }
}

/** Brings the database to the current schema; one from a newer version is left untouched. */
export function prepareDatabase(file: string): void {
  const database = new DatabaseSync(file);
  try {
    const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
    if (version > migrations.length) {
      throw new StoreError(
        "newer-version",
        `${file} has schema version ${version}; this emulator knows versions up to ` +
          `${migrations.length}. Use the newer emulator that wrote it, ` +
          "or another folder with --data.",
      );
    }
    database.exec("PRAGMA journal_mode = WAL");
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT`);
    }
  } finally {
    database.close();
  }
}

/** What a reset found. */
export type ResetOutcome = "deleted" | "nothing-there";

/** Deletes what the store keeps in the folder and nothing else. Throws StoreError when in use. */
export function resetDataFolder(folder: string): ResetOutcome {
  const names = namesIn(folder);
  const own = names.filter((name) => storeFile.test(name));
  if (own.length === 0 && names.length > 0) {
    throw new StoreError(
      "not-a-data-folder",
      `${folder} holds no emulator data, but other files; nothing was deleted. ` +
        "Name the data folder with --data.",
    );
  }
  if (own.length === 0) return "nothing-there";
  const unlock = lockDataFolder(folder);
  unlock();
  for (const name of namesIn(folder).filter((name) => storeFile.test(name))) {
    rmSync(join(folder, name), { force: true });
  }
  return "deleted";
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
