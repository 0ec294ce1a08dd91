import { TaskHubGrpcWorker } from "@microsoft/durabletask-js";
import { greet, measure } from "./activities.ts";
import type { Connection } from "./connection.ts";
import { approve } from "./orchestrations/approve.ts";
import { greetCities } from "./orchestrations/greet-cities.ts";
import { measureTexts } from "./orchestrations/measure-texts.ts";
import { remind } from "./orchestrations/remind.ts";

/** A worker that knows all orchestrations and activities of this project. */
export function createWorker(connection: Connection): TaskHubGrpcWorker {
  const worker = new TaskHubGrpcWorker({ ...connection, shutdownTimeoutMs: 5_000 });
  for (const orchestration of [greetCities, measureTexts, remind, approve]) {
    worker.addOrchestrator(orchestration);
  }
  for (const activity of [greet, measure]) worker.addActivity(activity);
  return worker;
}
