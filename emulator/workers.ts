import { accepts, type Candidate, type Category, type WorkItemFilters } from "./work-filter.ts";

/** What a worker says of itself. */
export interface WorkerDescription {
  /** Its own name for itself, or where its connection comes from. */
  readonly id: string;
  /** The SDK and its version, as far as it says so. */
  readonly userAgent: string | undefined;
  /** Whether it has the SDK's library for schedules switched on. */
  readonly runsSchedules: boolean;
  readonly filters: WorkItemFilters | undefined;
  /** How many unanswered items it takes per category. */
  readonly limits: Readonly<Record<Category, number>>;
}

/** A worker's open stream of work items. */
export interface Worker extends WorkerDescription {
  /** It writes the beginning of each turn itself, and is shown only what has arrived. */
  readonly beginsTurns: boolean;
  /** Whether it fetches a long history itself instead of having it sent with the turn. */
  readonly fetchesHistory: boolean;
  /** Writes one encoded work item; false when the stream is full until `resume`. */
  readonly send: (item: Uint8Array) => boolean;
}

/** A worker as people see it: with how many unanswered items it holds per category. */
export interface WorkerView extends WorkerDescription {
  readonly held: Readonly<Record<Category, number>>;
}

/** The workers of one hub; what each holds is counted against its limits. */
export interface Workers {
  add(worker: Worker): void;
  remove(worker: Worker): void;
  /** The stream takes items again. */
  resume(worker: Worker): void;
  /** Nothing is handed out to workers of this id any more; false when there is none. */
  drain(id: string): boolean;
  readonly size: number;
  /** Workers with room in the category, in turn, so that they share the work evenly. */
  withRoom(category: Category): Iterable<Worker>;
  take(worker: Worker, category: Category): void;
  giveBack(worker: Worker, category: Category): void;
  send(worker: Worker, item: Uint8Array): void;
  has(worker: Worker): boolean;
  /** By id; two streams of one worker are two. */
  list(): readonly WorkerView[];
}

interface Load {
  readonly held: Record<Category, number>;
  isFull: boolean;
  isDraining: boolean;
}

export function createWorkers(): Workers {
  const loads = new Map<Worker, Load>();

  function hasRoom(worker: Worker, load: Load, category: Category): boolean {
    return !load.isFull && !load.isDraining && load.held[category] < worker.limits[category];
  }

  return {
    add: (worker) => {
      const held = { orchestrations: 0, activities: 0, entities: 0 };
      loads.set(worker, { held, isFull: false, isDraining: false });
    },
    remove: (worker) => {
      loads.delete(worker);
    },
    resume(worker) {
      const load = loads.get(worker);
      if (load !== undefined) load.isFull = false;
    },
    drain(id) {
      let isKnown = false;
      for (const [worker, load] of loads) {
        if (worker.id !== id) continue;
        isKnown = true;
        load.isDraining = true;
      }
      return isKnown;
    },
    get size() {
      return loads.size;
    },
    *withRoom(category) {
      // The only one stays where it is.
      for (const [worker, load] of loads.size > 1 ? [...loads] : loads) {
        if (hasRoom(worker, load, category)) yield worker;
      }
    },
    take(worker, category) {
      const load = loads.get(worker);
      if (load === undefined) return;
      load.held[category] += 1;
      if (loads.size === 1) return;
      loads.delete(worker);
      loads.set(worker, load);
    },
    giveBack(worker, category) {
      const load = loads.get(worker);
      if (load !== undefined) load.held[category] -= 1;
    },
    send(worker, item) {
      const load = loads.get(worker);
      if (load !== undefined) load.isFull = !worker.send(item);
    },
    has: (worker) => loads.has(worker),
    list: () =>
      [...loads]
        .map(([worker, { held }]) => viewOf(worker, held))
        .sort((left, right) => (left.id < right.id ? -1 : 1)),
  };
}

function viewOf(
  { id, userAgent, runsSchedules, filters, limits }: Worker,
  held: WorkerView["held"],
): WorkerView {
  return { id, userAgent, runsSchedules, filters, limits, held: { ...held } };
}

export function isWantedBy(worker: Worker, category: Category) {
  return (candidate: Candidate) => accepts(worker.filters, category, candidate);
}
