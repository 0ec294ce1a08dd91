import {
  appendFileSync,
  closeSync,
  fdatasync,
  fdatasyncSync,
  openSync,
  statSync,
  truncateSync,
} from "node:fs";
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

/** Milliseconds. A disk that takes longer is waited for elsewhere. */
const quickMillis = 0.5;

/** Milliseconds that it takes to hand a sync to another thread, and to be woken by it. */
const handingMillis = 0.5;

/** What one turn or activity writes. Where groups are larger, others are at work meanwhile. */
const rowCountOfOne = 16;

/** Until it is first copied, so much of the log need not grow. */
const reservedBytes = 8 * 1024 * 1024;

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
    file ??= openLog(log);
    const began = performance.now();
    const isOnTheSpot = isQuick && rowCount <= rowCountOfOne;
    if (isOnTheSpot) fdatasyncSync(file);
    else await dataSync(file);
    const limit = isOnTheSpot ? quickMillis : quickMillis + handingMillis;
    isQuick = performance.now() - began < limit;
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

/**
 * To sync a file that has grown, the system writes where it ends, too: that takes twice as long as
 * to sync one of which a part is overwritten. SQLite takes no notice of what is behind its log.
 */
function openLog(path: string): number {
  const { size } = statSync(path);
  try {
    if (size < reservedBytes) appendFileSync(path, new Uint8Array(reservedBytes - size));
  } catch {
    // A disk that is full: what is left of it is for what must be stored.
    truncateSync(path, size);
  }
  return openSync(path, "r+");
}

/** For whom a commit need only survive the process: there is nothing to wait for. */
export const noSync: Sync = {
  now: () => Promise.resolve(),
  settled: () => Promise.resolve(),
  close() {},
};
