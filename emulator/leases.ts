import type { Clock } from "./clock.ts";
import type { Task } from "./core/task.ts";
import type { Worker } from "./workers.ts";

/** Work that a worker holds, by the token that answers it. */
export interface Lease {
  readonly token: string;
  readonly worker: Worker;
  readonly work: Work;
}

export type Work =
  | { readonly type: "turn"; readonly instanceId: string }
  | { readonly type: "batch"; readonly instanceId: string }
  | { readonly type: "task"; readonly task: Task };

export type WorkOf<Type extends Work["type"]> = Extract<Work, { readonly type: Type }>;

/**
 * How long an unanswered item stays with a worker whose stream is alive, in milliseconds. Turns
 * compute; activities may take as long as their work takes.
 */
const leaseMillis = { turn: 5 * 60_000, batch: 5 * 60_000, task: 60 * 60_000 } as const;

/** How long the work of a lost stream waits: its answer may still be on its way. */
const graceMillis = 1_000;

export interface Leases {
  add(lease: Lease): void;
  get(token: string): Lease | undefined;
  /** The token of the first lease whose work matches; for workers that answer without one. */
  tokenOf(isMatch: (work: Work) => boolean): string | undefined;
  count(type: Work["type"]): number;
  /** Ends the lease; undefined when it has ended before. */
  end(token: string): Lease | undefined;
  /** As `end`, for work of this type; a token of other work ends nothing. */
  answer(token: string, type: Work["type"]): Lease | undefined;
  /** The worker's stream is gone: what it holds expires after a grace. */
  lose(worker: Worker): void;
  close(): void;
}

interface Held {
  readonly lease: Lease;
  readonly expiresAt: number;
  /** Those that were given as much time; the one that was added first expires first. */
  readonly list: Set<Held>;
}

/** One alarm serves all leases: it waits for the earliest, and ends of leases leave it alone. */
export function createLeases(clock: Clock, expire: (lease: Lease) => void): Leases {
  const leases = new Map<string, Held>();
  const lists = { turn: new Set<Held>(), batch: new Set<Held>(), task: new Set<Held>() };
  const lost = new Set<Held>();
  let alarm: { readonly at: number; readonly cancel: () => void } | undefined;

  function hold(lease: Lease, list: Set<Held>, millis: number): void {
    const held = { lease, list, expiresAt: clock.now() + millis };
    leases.set(lease.token, held);
    list.add(held);
    wakeAt(held.expiresAt);
  }

  function wakeAt(at: number): void {
    if (alarm !== undefined && alarm.at <= at) return;
    alarm?.cancel();
    alarm = { at, cancel: clock.wake(at, expireDue) };
  }

  function expireDue(): void {
    alarm = undefined;
    const now = clock.now();
    const due = [lost, ...Object.values(lists)].flatMap((list) => dueIn(list, now));
    for (const { lease } of due) if (end(lease.token) !== undefined) expire(lease);
    for (const list of [lost, ...Object.values(lists)]) {
      const first = list.values().next().value;
      if (first !== undefined) wakeAt(first.expiresAt);
    }
  }

  function end(token: string): Lease | undefined {
    const held = leases.get(token);
    if (held === undefined) return undefined;
    leases.delete(token);
    held.list.delete(held);
    return held.lease;
  }

  return {
    add: (lease) => hold(lease, lists[lease.work.type], leaseMillis[lease.work.type]),
    get: (token) => leases.get(token)?.lease,
    tokenOf(isMatch) {
      for (const { lease } of leases.values()) if (isMatch(lease.work)) return lease.token;
      return undefined;
    },
    count(type) {
      let count = lists[type].size;
      for (const { lease } of lost) if (lease.work.type === type) count += 1;
      return count;
    },
    end,
    answer: (token, type) => (leases.get(token)?.lease.work.type === type ? end(token) : undefined),
    lose(worker) {
      for (const { lease } of [...leases.values()]) {
        if (lease.worker !== worker) continue;
        end(lease.token);
        hold(lease, lost, graceMillis);
      }
    },
    close() {
      alarm?.cancel();
      leases.clear();
    },
  };
}

function dueIn(list: Iterable<Held>, now: number): readonly Held[] {
  const due: Held[] = [];
  for (const held of list) {
    if (held.expiresAt > now) break;
    due.push(held);
  }
  return due;
}
