import type { WorkItemFilters } from "../work-filter.ts";
import type { WorkerView } from "../workers.ts";

/** A connected worker: how much of each kind of work it holds, and takes at most. */
export interface WorkerJson {
  readonly workerId: string;
  readonly userAgent?: string;
  readonly activeOrchestrationsCount: number;
  readonly maxOrchestrationsCount: number;
  readonly activeActivitiesCount: number;
  readonly maxActivitiesCount: number;
  readonly activeEntitiesCount: number;
  readonly maxEntitiesCount: number;
  /** Absent: it takes whatever there is. */
  readonly workItemFilters?: WorkItemFilters;
}

export interface WorkersJson {
  readonly workers: readonly WorkerJson[];
}

export function workerJson({ id, userAgent, held, limits, filters }: WorkerView): WorkerJson {
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
