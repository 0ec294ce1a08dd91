import type { Hub } from "../../hub.ts";
import type { CategoryMetrics } from "../../work-metrics.ts";
import type { GetMetricsResponse, WorkItemMetrics } from "../generated/backend_service.ts";

export function getMetrics(hub: Hub): GetMetricsResponse {
  const { activities, orchestrations, entities, workerCount } = hub.dispatcher.metrics();
  return {
    metrics: {
      activityWorkItems: workItemMetrics(activities),
      orchestratorWorkItems: workItemMetrics(orchestrations),
      entityWorkItems: workItemMetrics(entities),
      connectedWorkers: { count: workerCount },
    },
  };
}

function workItemMetrics({ pending, active, oldestAgeMillis }: CategoryMetrics): WorkItemMetrics {
  return { pending, active, oldestAgeInSeconds: Math.floor(oldestAgeMillis / 1_000) };
}
