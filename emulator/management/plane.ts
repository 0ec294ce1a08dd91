import type { Store } from "../store/port.ts";
import { createOperations, type Operations } from "./operations.ts";
import { openRecords, type Records } from "./records.ts";
import { isBusy, type Resource, type ResourceKind } from "./resource.ts";
import type { TaskHubs } from "./task-hubs.ts";
import { createTurns, type InTurn } from "./turns.ts";

export interface PlanePorts {
  readonly store: Store;
  readonly hubs: TaskHubs;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (error: unknown) => void;
}

/** What all routes share: the resources that are there, changes in turn, work that goes on. */
export interface Plane {
  readonly records: Records;
  readonly operations: Operations;
  readonly inTurn: InTurn;
  readonly now: () => number;
  /** Undefined also for a task hub that was removed from the data plane itself. */
  find(id: string): Resource | undefined;
  /** By id. */
  below(id: string, kind: ResourceKind): readonly Resource[];
  /** Calls back after every change. */
  onChange(listener: () => void): void;
}

export async function openPlane({ store, hubs, now, log }: PlanePorts): Promise<Plane> {
  const listeners: (() => void)[] = [];
  const stored = await openRecords(store);
  const records: Records = {
    ...stored,
    async save(changes) {
      await stored.save(changes);
      for (const listener of listeners) listener();
    },
  };
  const inTurn = createTurns();
  const isThere = (one: Resource) => one.kind !== "taskHubs" || isBusy(one) || hubs.has(one.name);
  return {
    records,
    operations: createOperations({ records, inTurn, hubs, now, log }),
    inTurn,
    now,
    find(id) {
      const found = records.find(id);
      return found !== undefined && isThere(found) ? found : undefined;
    },
    below: (id, kind) => records.below(id, kind).filter(isThere).sort(byId),
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

function byId(a: Resource, b: Resource): number {
  return a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1;
}
