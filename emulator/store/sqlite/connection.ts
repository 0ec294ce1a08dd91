import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { StoreError } from "../store-error.ts";
import { closedOf, failureOf } from "./failure.ts";
import type { Value } from "./statements.ts";

export interface WorkerSettings {
  readonly file: string;
  readonly readOnly: boolean;
  readonly pragmas: readonly string[];
}

export type Request =
  | { readonly type: "all"; readonly sql: string; readonly values: readonly Value[] }
  | { readonly type: "close" };

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** A row that a query answers with, by column. */
export type ResultRow = Readonly<Record<string, Value>>;

/** What asks a database. */
export interface Connection {
  all(sql: string, ...values: readonly Value[]): Promise<readonly ResultRow[]>;
  close(): Promise<void>;
}

/** The worker beside this module: a source in development, a bundle when published. */
const workerFile = new URL(`./sqlite-worker${extname(import.meta.url)}`, import.meta.url);

/** A connection in a thread of its own; requests are answered in order, and fail one at a time. */
export function openConnection(settings: WorkerSettings): Connection {
  const { file } = settings;
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
    else first?.reject(failureOf(file, answer.message));
  });
  worker.on("error", (error) => {
    broken ??= failureOf(file, error);
  });
  worker.on("exit", () => {
    broken ??= failureOf(file, "its thread has ended");
    for (const { reject } of waiting.splice(0)) reject(broken);
  });

  function ask(request: Request): Promise<unknown> {
    if (isClosed) return Promise.reject(closedOf(file));
    if (broken !== undefined) return Promise.reject(broken);
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.postMessage(request);
    });
  }

  return {
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
