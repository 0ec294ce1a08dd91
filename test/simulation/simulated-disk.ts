import type { Store, Write } from "../../emulator/store/port.ts";

/**
 * The connection of one process to a store that outlives it. Requests are done in order, as a
 * database in a thread of its own does them, and only when the simulator says so.
 */
export interface SimulatedDisk {
  readonly store: Store;
  /** Requests that are not done yet, and those that are done and not answered. */
  readonly waiting: number;
  readonly done: number;
  readonly hasFailed: boolean;
  /** Does the next request: what it writes is durable, and nobody has heard of it. */
  doNext(): Promise<void>;
  /** Answers the first request that is done. */
  answerNext(): void;
  /** Nothing is written from now on, and every commit fails; the process has not long to live. */
  fail(): void;
  /**
   * The process is gone: nothing it has asked for is done or answered. Answers the groups that
   * are lost with it.
   */
  cut(): readonly (readonly Write[])[];
}

interface Request {
  readonly group: readonly Write[] | undefined;
  readonly run: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export function createSimulatedDisk(
  store: Store,
  onDurable: (group: readonly Write[]) => void,
): SimulatedDisk {
  const waiting: Request[] = [];
  const done: { readonly request: Request; readonly value: unknown }[] = [];
  let state: "well" | "failed" | "cut" = "well";

  function ask<Value>(run: () => Promise<Value>, group?: readonly Write[]): Promise<Value> {
    if (state === "failed" && group !== undefined) return Promise.reject(failure());
    if (state !== "well") return new Promise(() => {});
    return new Promise((resolve, reject) => {
      const answer = (value: unknown) => resolve(value as Value);
      waiting.push({ group, run, resolve: answer, reject });
    });
  }

  const failure = () => new Error("The simulated disk has failed.");

  return {
    store: {
      ...store,
      createHub: (name) => ask(() => store.createHub(name)),
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
      return state === "failed";
    },
    async doNext() {
      const request = waiting.shift();
      if (request === undefined) return;
      const value = await request.run();
      if (request.group !== undefined) onDurable(request.group);
      done.push({ request, value });
    },
    answerNext() {
      const first = done.shift();
      if (state === "well") first?.request.resolve(first.value);
    },
    fail() {
      state = "failed";
      const lost = [...done.splice(0).map(({ request }) => request), ...waiting.splice(0)];
      for (const { group, reject } of lost) if (group !== undefined) reject(failure());
    },
    cut() {
      state = "cut";
      done.length = 0;
      return waiting.splice(0).flatMap(({ group }) => (group === undefined ? [] : [group]));
    },
  };
}
