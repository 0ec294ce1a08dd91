import type { Scheduler } from "../scheduler.ts";

export interface TaskHubs {
  readonly taskHubs: readonly TaskHub[];
}

interface TaskHub {
  readonly name: string;
  readonly orchestrationsCount: number;
  /** Workers that are connected now. */
  readonly workersCount: number;
}

/** The hubs that are served. */
export async function readTaskHubs(scheduler: Scheduler): Promise<TaskHubs> {
  const taskHubs = scheduler.taskHubs().map(async (name): Promise<TaskHub> => {
    const orchestrationsCount = await scheduler.reader.countInstances(name, {});
    return { name, orchestrationsCount, workersCount: scheduler.hub(name)?.workers().length ?? 0 };
  });
  return { taskHubs: await Promise.all(taskHubs) };
}
