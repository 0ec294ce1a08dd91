import { DatabaseSync } from "node:sqlite";
import type { StoreError } from "../store-error.ts";
import { createCheckpoints } from "./checkpoints.ts";
import type { Connection, ResultRow } from "./connection.ts";
import { closedOf, failureOf } from "./failure.ts";
import { preparedOf } from "./prepared.ts";
import { type Row, shortcuts, statements } from "./statements.ts";
import { createSync, noSync } from "./sync.ts";

/** The one connection that writes. */
export interface Writer extends Connection {
  /** Resolves once the rows are durable, which stand for `size` rows where they are records. */
  commit(rows: readonly Row[], size?: number): Promise<void>;
  /** Resolves once queries see the rows: all or none, in the order of the calls. */
  write(rows: readonly Row[]): Promise<void>;
  /** Resolves once all that queries can see by now is durable. */
  settled(): Promise<void>;
}

/** `full`: a commit survives a power cut. `normal`: it survives a killed process only. */
export type Durability = "full" | "normal";

/**
 * Rows are written on the event loop: that takes some microseconds each, and to hand them to a
 * thread takes as long. What takes long, the disk's syncing, is waited for elsewhere. After one
 * failure nothing more is done: what is on disk is the truth for the next opening.
 */
export function openWriter(file: string, durability: Durability): Writer {
  const database = open(file);
  const prepared = preparedOf(database);
  const begin = prepared("BEGIN IMMEDIATE");
  const end = prepared("COMMIT");
  const sync = durability === "full" ? createSync(`${file}-wal`) : noSync;
  const checkpoints = createCheckpoints(file, breakWith);
  let broken: StoreError | undefined;
  let isClosed = false;

  function breakWith(reason: unknown): StoreError {
    broken ??= failureOf(file, reason);
    return broken;
  }

  function attempt<Result>(act: () => Result): Result {
    if (broken !== undefined) throw broken;
    if (isClosed) throw closedOf(file);
    try {
      return act();
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw breakWith(error);
    }
  }

  function execute(row: Row): void {
    const [name, ...values] = row;
    const shortcut = shortcuts[name]?.(row);
    if (shortcut !== undefined && prepared(shortcut).run(...values).changes > 0) return;
    prepared(statements[name]).run(...values);
  }

  async function write(rows: readonly Row[]): Promise<void> {
    // All wait for the same promise, and so go on in the order of their calls.
    if (checkpoints.pause !== undefined) await checkpoints.pause;
    attempt(() => {
      begin.run();
      for (const row of rows) execute(row);
      end.run();
    });
    checkpoints.count(rows);
  }

  return {
    async commit(rows, size = rows.length) {
      await write(rows);
      await sync.now(size).catch((error: unknown) => {
        throw breakWith(error);
      });
    },
    write,
    async all(sql, ...values) {
      return attempt(() => prepared(sql).all(...values) as readonly ResultRow[]);
    },
    settled: () => sync.settled(),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await sync.settled().catch(() => {});
      await checkpoints.close();
      database.close();
      sync.close();
    },
  };
}

function open(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    // The log is synced and copied by others; NORMAL keeps it sound for them at any moment. What
    // takes many rows at once would be noted, for a rollback, in a file of its own.
    for (const pragma of [
      "synchronous = NORMAL",
      "cache_size = -16000",
      "wal_autocheckpoint = 0",
      "temp_store = MEMORY",
    ]) {
      database.exec(`PRAGMA ${pragma}`);
    }
    return database;
  } catch (error) {
    throw failureOf(file, error);
  }
}
