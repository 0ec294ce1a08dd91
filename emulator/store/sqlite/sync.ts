import { closeSync, fdatasync, openSync } from "node:fs";
import { promisify } from "node:util";

/** Brings what SQLite has written to its log to the disk. */
export interface Sync {
  /** Resolves once all that is written now is durable. */
  now(): Promise<void>;
  /** Resolves with the last one that was asked for. */
  settled(): Promise<void>;
  close(): void;
}

const dataSync = promisify(fdatasync);

/**
 * In a thread of Node's pool: SQLite's own way would hold up the event loop meanwhile. The log's
 * file is there after the first commit and stays the same one until the database is closed.
 */
export function createSync(log: string): Sync {
  let file: number | undefined;
  let last = Promise.resolve();

  async function sync(): Promise<void> {
    file ??= openSync(log, "r+");
    await dataSync(file);
  }

  return {
    now() {
      // One after the other: the system tells of a failure once, and those behind it must know.
      last = last.then(sync);
      return last;
    },
    settled: () => last,
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

/** For whom a commit need only survive the process: there is nothing to wait for. */
export const noSync: Sync = {
  now: () => Promise.resolve(),
  settled: () => Promise.resolve(),
  close() {},
};
