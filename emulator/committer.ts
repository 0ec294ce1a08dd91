import type { Clock } from "./clock.ts";
import { createPace } from "./pace.ts";
import type { Store, Write } from "./store/port.ts";

/** Gathers what is decided while the disk works and commits it as one group. */
export interface Committer {
  /** Adds to the next group. `tell` runs after that group is durable, in the order of the calls. */
  add(writes: readonly Write[], tell: () => void, haste?: Haste): void;
  /** Resolves once everything added so far is durable. */
  settled(haste?: Haste): Promise<void>;
  /** A worker has answered what it held for so many milliseconds; workers still hold `others`. */
  answered(heldMillis: number, others: number): void;
  /** The number of the group that an addition would join, and of the last one that is durable. */
  readonly next: number;
  readonly durable: number;
}

/**
 * `at-once` unless told: the group is committed as soon as the disk is free and the workers are not
 * behind. What `may-wait` goes with the next that does not, or after some milliseconds: a sync less
 * for what comes in pairs.
 */
export type Haste = "at-once" | "may-wait";

/** A turn that goes out at once is answered by then; nobody notices that an answer took longer. */
const patienceMillis = 3;

interface Group {
  readonly writes: Write[];
  readonly tells: (() => void)[];
  mayWait: boolean;
}

/** A failed commit is final: nothing more is told, `onFailure` ends the process. */
export function createCommitter(
  store: Pick<Store, "commit">,
  clock: Pick<Clock, "now" | "wake">,
  onFailure: (error: unknown) => void,
): Committer {
  const pace = createPace();
  let group = emptyGroup();
  let next = 1;
  let durable = 0;
  let isBusy = false;
  let alarm: { readonly at: number; readonly cancel: () => void } | undefined;

  function join(haste: Haste): void {
    if (haste === "at-once") group.mayWait = false;
    schedule();
  }

  function schedule(): void {
    if (isBusy) return;
    const pause = pauseOf(group);
    if (pause > 0) {
      wait(pause);
      return;
    }
    isBusy = true;
    // What arrives in the same turn of the event loop shares the first commit.
    setImmediate(commit);
  }

  function pauseOf({ mayWait, writes }: Group): number {
    if (mayWait) return patienceMillis;
    // Who only asks whether all is durable costs no sync.
    return writes.length > 0 ? pace.left(clock.now()) : 0;
  }

  function wait(millis: number): void {
    const at = clock.now() + millis;
    if (alarm !== undefined && alarm.at <= at) return;
    alarm?.cancel();
    const cancel = clock.wake(at, () => {
      alarm = undefined;
      if (group.tells.length > 0) join("at-once");
    });
    alarm = { at, cancel };
  }

  function commit(): void {
    const current = group;
    const number = next;
    group = emptyGroup();
    next += 1;
    const { writes } = current;
    if (writes.length > 0) pace.begin(clock.now());
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
    add(writes, tell, haste = "at-once") {
      for (const write of writes) group.writes.push(write);
      group.tells.push(tell);
      join(haste);
    },
    settled(haste = "at-once") {
      if (!isBusy && group.tells.length === 0) return Promise.resolve();
      return new Promise((resolve) => {
        group.tells.push(resolve);
        join(haste);
      });
    },
    answered: pace.answered,
    get next() {
      return next;
    },
    get durable() {
      return durable;
    },
  };
}

function emptyGroup(): Group {
  return { writes: [], tells: [], mayWait: true };
}
