import type { Task } from "./core/task.ts";
import type { Work } from "./leases.ts";
import type { WaitingTask } from "./store/port.ts";

/** What a piece of work is counted under when it is given back again and again. */
export function nameOf(work: Work): string {
  return work.type === "task" ? `#${work.task.sequence}` : work.instanceId;
}

/** What a filter of work items looks at. */
export interface WaitingEntity {
  readonly instanceId: string;
  readonly name: string;
  readonly version: undefined;
}

/** Entities are filtered by the name in their id, `@name@key`. */
export function waitingEntity(instanceId: string): WaitingEntity {
  return { instanceId, name: instanceId.split("@")[1] ?? "", version: undefined };
}

export function waitingTask({ sequence, instanceId, instanceVersion, event }: Task): WaitingTask {
  const { name, version } = event.eventType.value;
  return { sequence, instanceId, name, version, instanceVersion };
}
