import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import { promisify } from "node:util";

/** Brings what SQLite has written to its log to the disk. */
export interface Sync {
  /** Resolves once all that is written now, the last time this many rows, is durable. */
  now(rowCount: number): Promise<void>;
  /** Resolves with the last one that was asked for. */
  settled(): Promise<void>;
  close(): void;
}

const dataSync = promisify(fdatasync);

/** Milliseconds. To be woken by the thread that waits for the disk takes about as long. */
const quickMillis = 0.4;

/** What one turn or activity writes. Where groups are larger, others are at work meanwhile. */
const rowCountOfOne = 16;

/**
 * In a thread of Node's pool, so that a disk holds nobody up; on the spot where a thread would cost
 * more than it saves: a disk that was quick the last time, and one at work at a time. The log's
 * file is there after the first commit and stays the same one until all is closed.
 */
export function createSync(log: string): Sync {
  let file: number | undefined;
  let last = Promise.resolve();
  let isQuick = false;

  async function sync(rowCount: number): Promise<void> {
    file ??= openSync(log, "r+");
    const began = performance.now();
    if (isQuick && rowCount <= rowCountOfOne) fdatasyncSync(file);
    else await dataSync(file);
    isQuick = performance.now() - began < quickMillis;
  }

  return {
    now(rowCount) {
      // One after the other: the system tells of a failure once, and those behind it must know.
      last = last.then(() => sync(rowCount));
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
