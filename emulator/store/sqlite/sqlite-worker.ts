import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import type { Answer, Request, WorkerSettings } from "./connection.ts";
import { preparedOf } from "./prepared.ts";

/**
 * One database connection in a thread of its own, so that what takes long does not hold up the
 * event loop. Requests are answered in the order in which they come.
 */
const settings: WorkerSettings = workerData;
const database = new DatabaseSync(settings.file, { readOnly: settings.readOnly });
for (const pragma of settings.pragmas) database.exec(`PRAGMA ${pragma}`);
const prepared = preparedOf(database);

function answer(request: Request): unknown {
  switch (request.type) {
    case "all":
      return prepared(request.sql).all(...request.values);
    case "close":
      return database.close();
  }
}

function replyTo(request: Request): Answer {
  try {
    return { ok: true, value: answer(request) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on("message", (request: Request) => parentPort?.postMessage(replyTo(request)));
