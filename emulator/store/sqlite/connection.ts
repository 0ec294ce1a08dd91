import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { StoreError } from "../store-error.ts";
import type { Row, Value } from "./statements.ts";

export interface WorkerSettings {
  readonly file: string;
  readonly readOnly: boolean;
  readonly pragmas: readonly string[];
}

export type Request =
  | { readonly type: "commit"; readonly rows: readonly Row[] }
  | { readonly type: "all"; readonly sql: string; readonly values: readonly Value[] }
  | { readonly type: "close" };

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** A row that a query answers with, by column. */
export type ResultRow = Readonly<Record<string, Value>>;

/** A connection in a worker thread; requests are answered in order. */
export interface Connection {
  commit(rows: readonly Row[]): Promise<void>;
  all(sql: string, ...values: readonly Value[]): Promise<readonly ResultRow[]>;
  close(): Promise<void>;
}

const wayOut =
  "Nothing acknowledged is lost: see to the disk (space, permissions) and start again.";

/** SQLite's words for a file that holds something else than what was written to it. */
const damage = /malformed|not a database/;

const damagedWayOut =
  "The file is damaged: restore the folder from a copy, or choose another with --data.";

/** The worker beside this module: a source in development, a bundle when published. */
const workerFile = new URL(`./sqlite-worker${extname(import.meta.url)}`, import.meta.url);

/**
 * After one failure of a connection that writes nothing more is done: what is on disk is the truth
 * for the next opening. One that only reads fails one request at a time.
 */
export function openConnection(settings: WorkerSettings): Connection {
  const worker = new Worker(workerFile, {
    workerData: settings,
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const waiting: { resolve: (value: unknown) => void; reject: (error: StoreError) => void }[] = [];
  let broken: StoreError | undefined;
  let isClosed = false;

  worker.on("message", (answer: Answer) => {
    const first = waiting.shift();
    if (answer.ok) first?.resolve(answer.value);
    else first?.reject(settings.readOnly ? failed(answer.message) : breakWith(answer.message));
  });
  worker.on("error", (error) => breakWith(error.message));
  worker.on("exit", () => {
    const failure = breakWith("its thread has ended");
    for (const { reject } of waiting.splice(0)) reject(failure);
  });

  function breakWith(reason: string): StoreError {
    broken ??= failed(reason);
    return broken;
  }

  function failed(reason: string): StoreError {
    return new StoreError(
      "failed",
      `The data in ${settings.file} could not be read or written: ${reason}. ` +
        (damage.test(reason) ? damagedWayOut : wayOut),
    );
  }

  function ask(request: Request): Promise<unknown> {
    if (isClosed) return Promise.reject(new StoreError("failed", `${settings.file} is closed.`));
    if (broken !== undefined) return Promise.reject(broken);
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.postMessage(request);
    });
  }

  return {
    async commit(rows) {
      await ask({ type: "commit", rows });
    },
    async all(sql, ...values) {
      return (await ask({ type: "all", sql, values })) as readonly ResultRow[];
    },
    async close() {
      const closing = broken === undefined ? ask({ type: "close" }) : undefined;
      isClosed = true;
      try {
        await closing;
      } finally {
        await worker.terminate();
      }
    },
  };
}
