import { Hono } from "hono";
import type { WorkerView } from "../workers.ts";
import type { HubEnvironment } from "./hub-of.ts";

/** The workers that are connected to one hub now. */
export function workerRoutes(): Hono<HubEnvironment> {
  return new Hono<HubEnvironment>().get("/", (context) =>
    context.json({ workers: context.var.commands.workers().map(workerJson) }),
  );
}

function workerJson({ id, userAgent, held, limits, filters }: WorkerView): object {
  return {
    workerId: id,
    ...(userAgent !== undefined && { userAgent }),
    activeOrchestrationsCount: held.orchestrations,
    maxOrchestrationsCount: limits.orchestrations,
    activeActivitiesCount: held.activities,
    maxActivitiesCount: limits.activities,
    activeEntitiesCount: held.entities,
    maxEntitiesCount: limits.entities,
    ...(filters !== undefined && { workItemFilters: filters }),
  };
}
