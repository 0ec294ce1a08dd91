import { DatabaseSync, type StatementSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import type { Answer, Request, WorkerSettings } from "./connection.ts";
import { type Row, shortcuts, statements } from "./statements.ts";

/**
 * One database connection in a thread of its own, so that neither a commit nor a long query holds
 * up the event loop. Requests are answered in the order in which they come.
 */
const settings: WorkerSettings = workerData;
const database = new DatabaseSync(settings.file, { readOnly: settings.readOnly });
for (const pragma of settings.pragmas) database.exec(`PRAGMA ${pragma}`);

/** More than the fixed statements, and enough for the queries that one user asks again. */
const preparedMax = 200;
const prepared = new Map<string, StatementSync>();

function prepare(sql: string): StatementSync {
  const known = prepared.get(sql);
  if (known !== undefined) return known;
  if (prepared.size >= preparedMax) prepared.clear();
  const statement = database.prepare(sql);
  prepared.set(sql, statement);
  return statement;
}

function write([name, ...values]: Row): void {
  const shortcut = shortcuts[name];
  if (shortcut !== undefined && prepare(shortcut).run(...values).changes > 0) return;
  prepare(statements[name]).run(...values);
}

function answer(request: Request): unknown {
  switch (request.type) {
    case "commit":
      database.exec("BEGIN IMMEDIATE");
      for (const row of request.rows) write(row);
      database.exec("COMMIT");
      return undefined;
    case "all":
      return prepare(request.sql).all(...request.values);
    case "close":
      prepared.clear();
      database.close();
      return undefined;
  }
}

let failure: string | undefined;

function replyTo(request: Request): Answer {
  // What was queued behind a failed commit may build on it, so it must not be done either.
  if (failure !== undefined && request.type !== "close") return { ok: false, message: failure };
  try {
    return { ok: true, value: answer(request) };
  } catch (error) {
    if (database.isOpen && database.isTransaction) database.exec("ROLLBACK");
    const message = error instanceof Error ? error.message : String(error);
    if (!settings.readOnly) failure = message;
    return { ok: false, message };
  }
}

parentPort?.on("message", (request: Request) => parentPort?.postMessage(replyTo(request)));
