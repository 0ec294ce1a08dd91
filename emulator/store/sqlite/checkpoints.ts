import { type Connection, openConnection } from "./connection.ts";
import { bytesOf } from "./row-bytes.ts";
import type { Row } from "./statements.ts";

/** Copies SQLite's log into the database, so that the log begins anew. */
export interface Checkpoints {
  /** Counts what has been committed; begins to copy when it is enough. */
  count(rows: readonly Row[]): void;
  /** While this is there, nothing may be committed. */
  readonly pause: Promise<void> | undefined;
  close(): Promise<void>;
}

/** SQLite tells nobody how long its log is: rows, of two pages each, and bytes stand for it. */
const rowCountMax = 4_000;
const byteCountMax = 16 * 1024 * 1024;

/**
 * A thread copies, for it takes as long as the disk does. A log to which somebody writes is never
 * copied to its end: so first all but what comes meanwhile, and then, with the commits held up,
 * the little that has.
 */
export function createCheckpoints(file: string, onFailure: (error: unknown) => void): Checkpoints {
  let rowCount = 0;
  let byteCount = 0;
  let connection: Connection | undefined;
  let copying: Promise<void> | undefined;
  let pause: Promise<void> | undefined;

  async function copy(): Promise<void> {
    try {
      // Not at the start: many processes end before their log is long.
      connection ??= openConnection({ file, readOnly: false, pragmas: ["synchronous = NORMAL"] });
      const checkpoint = connection.all.bind(connection, "PRAGMA wal_checkpoint(PASSIVE)");
      await checkpoint();
      rowCount = 0;
      byteCount = 0;
      pause = checkpoint().then(() => {});
      await pause;
    } catch (error) {
      onFailure(error);
    } finally {
      pause = undefined;
      copying = undefined;
    }
  }

  return {
    count(rows) {
      rowCount += rows.length;
      for (const row of rows) byteCount += bytesOf(row);
      if (rowCount >= rowCountMax || byteCount >= byteCountMax) copying ??= copy();
    },
    get pause() {
      return pause;
    },
    async close() {
      await copying;
      await connection?.close();
    },
  };
}
