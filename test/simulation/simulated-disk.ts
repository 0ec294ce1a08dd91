import type { Store, Write } from "../../emulator/store/port.ts";

/**
 * The connection of one process to a store that outlives it. Requests are done in order, and only
 * when the simulator says so: SQLite writes rows at once and leaves only their syncing to be waited
 * for, but nobody may rely on more than the order.
 */
export interface SimulatedDisk {
  readonly store: Store;
  /** Requests that are not done yet, and those that are done and not answered. */
  readonly waiting: number;
  readonly done: number;
  /** Whether a commit has failed, or is going to. */
  readonly hasFailed: boolean;
  /** Does the next request: what it writes is durable, and nobody has heard of it. */
  doNext(): Promise<void>;
  /** Answers the first request that is done. */
  answerNext(): void;
  /** The next commit fails, with all of its group written or nothing of it. */
  fail(isWritten: boolean): void;
  /**
   * The process is gone: nothing it has asked for is done or answered. Answers the groups that
   * are lost with it.
   */
  cut(): readonly (readonly Write[])[];
}

/** Sees what is written as it becomes durable. */
export interface DiskWitness {
  committed(group: readonly Write[]): void;
  hubCreated(name: string): void;
  hubRemoved(name: string): void;
}

/** For those who look at what comes of it alone. */
export const noWitness: DiskWitness = {
  committed() {},
  hubCreated() {},
  hubRemoved() {},
};

interface Request {
  readonly group: readonly Write[] | undefined;
  readonly run: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export function createSimulatedDisk(store: Store, witness: DiskWitness): SimulatedDisk {
  const waiting: Request[] = [];
  const done: (() => void)[] = [];
  let isCut = false;
  let failing: { readonly isWritten: boolean } | undefined;
  let hasFailed = false;

  function ask<Value>(run: () => Promise<Value>, group?: readonly Write[]): Promise<Value> {
    if (isCut) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      const answer = (value: unknown) => resolve(value as Value);
      waiting.push({ group, run, resolve: answer, reject });
    });
  }

  async function write(request: Request, group: readonly Write[]): Promise<void> {
    const failure = failing;
    failing = undefined;
    if (failure?.isWritten !== false) {
      await request.run();
      witness.committed(group);
    }
    if (failure === undefined) done.push(() => request.resolve(undefined));
    else done.push(() => request.reject(new Error("The simulated disk has failed.")));
  }

  return {
    store: {
      ...store,
      hubs: () => ask(() => store.hubs()),
      createHub: (name) => ask(() => store.createHub(name).then(() => witness.hubCreated(name))),
      removeHub: (name) => ask(() => store.removeHub(name).then(() => witness.hubRemoved(name))),
      commit: (group) => ask(() => store.commit(group), group),
      loadOrchestration: (hub, id) => ask(() => store.loadOrchestration(hub, id)),
      loadEntity: (hub, id) => ask(() => store.loadEntity(hub, id)),
      loadTask: (hub, sequence) => ask(() => store.loadTask(hub, sequence)),
      loadHistory: (hub, id) => ask(() => store.loadHistory(hub, id)),
      lastSequence: () => ask(() => store.lastSequence()),
      backlog: (hub) => ask(() => store.backlog(hub)),
      messagesOnTheirWay: (hub, after, limit) =>
        ask(() => store.messagesOnTheirWay(hub, after, limit)),
    },
    get waiting() {
      return waiting.length;
    },
    get done() {
      return done.length;
    },
    get hasFailed() {
      return hasFailed;
    },
    async doNext() {
      const request = waiting.shift();
      if (request === undefined) return;
      if (request.group !== undefined) return write(request, request.group);
      const value = await request.run();
      done.push(() => request.resolve(value));
    },
    answerNext: () => done.shift()?.(),
    fail(isWritten) {
      failing = { isWritten };
      hasFailed = true;
    },
    cut() {
      isCut = true;
      done.length = 0;
      return waiting.splice(0).flatMap(({ group }) => (group === undefined ? [] : [group]));
    },
  };
}
