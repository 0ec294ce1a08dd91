import type { Store, Write } from "./store/port.ts";

/** Gathers what is decided while the disk works and commits it as one group. */
export interface Committer {
  /**
   * Adds to the next group. `tell` runs after that group is durable, in the order of the calls;
   * `foretell` as soon as it is on its way to the store, and only for what may be lost with it.
   */
  add(writes: readonly Write[], tell: () => void, foretell?: () => void): void;
  /** Resolves once everything added so far is durable. */
  settled(): Promise<void>;
  /** The number of the group that an addition would join, and of the last one that is durable. */
  readonly next: number;
  readonly durable: number;
}

interface Group {
  readonly writes: Write[];
  readonly foretells: (() => void)[];
  readonly tells: (() => void)[];
}

/** A failed commit is final: nothing more is told, `onFailure` ends the process. */
export function createCommitter(
  store: Pick<Store, "commit">,
  onFailure: (error: unknown) => void,
): Committer {
  let group = emptyGroup();
  let next = 1;
  let durable = 0;
  let isBusy = false;

  function schedule(): void {
    if (isBusy) return;
    isBusy = true;
    // What arrives in the same turn of the event loop shares the first commit.
    setImmediate(begin);
  }

  /** The event loop sends what is foretold before it comes back to write the group. */
  function begin(): void {
    const current = group;
    const number = next;
    group = emptyGroup();
    next += 1;
    for (const foretell of current.foretells) foretell();
    setImmediate(commit, number, current);
  }

  function commit(number: number, current: Group): void {
    const { writes } = current;
    const done = writes.length > 0 ? store.commit(writes) : Promise.resolve();
    done.then(() => finish(number, current), onFailure);
  }

  function finish(number: number, { tells }: Group): void {
    durable = number;
    isBusy = false;
    if (group.tells.length > 0) schedule();
    for (const tell of tells) tell();
  }

  return {
    add(writes, tell, foretell) {
      for (const write of writes) group.writes.push(write);
      group.tells.push(tell);
      if (foretell !== undefined) group.foretells.push(foretell);
      schedule();
    },
    settled: () =>
      isBusy
        ? new Promise((resolve) => {
            group.tells.push(resolve);
          })
        : Promise.resolve(),
    get next() {
      return next;
    },
    get durable() {
      return durable;
    },
  };
}

function emptyGroup(): Group {
  return { writes: [], foretells: [], tells: [] };
}
