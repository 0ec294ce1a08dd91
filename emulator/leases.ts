import type { Clock } from "./clock.ts";
import type { Task } from "./core/task.ts";
import { PassingMap } from "./passing-map.ts";
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
  /** How many there are of all types. */
  readonly size: number;
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
  readonly since: number;
  readonly expiresAt: number;
}

export interface LeaseRules {
  /** The lease has ended unanswered. */
  readonly expire: (lease: Lease) => void;
  /** Work was answered so many milliseconds after it was handed out; `others` are held on. */
  readonly answered: (heldMillis: number, others: number) => void;
}

/** One alarm serves all leases: it waits for the earliest, and ends of leases leave it alone. */
export function createLeases(clock: Clock, { expire, answered }: LeaseRules): Leases {
  const leases = new PassingMap<string, Held>();
  const counts = { turn: 0, batch: 0, task: 0 };
  let alarm: { readonly at: number; readonly cancel: () => void } | undefined;

  function hold(lease: Lease, millis: number): void {
    const since = clock.now();
    const expiresAt = since + millis;
    leases.set(lease.token, { lease, since, expiresAt });
    counts[lease.work.type] += 1;
    wakeAt(expiresAt);
  }

  function wakeAt(at: number): void {
    if (alarm !== undefined && alarm.at <= at) return;
    alarm?.cancel();
    alarm = { at, cancel: clock.wake(at, expireDue) };
  }

  function expireDue(): void {
    alarm = undefined;
    const now = clock.now();
    const due = [...leases.values()].filter(({ expiresAt }) => expiresAt <= now);
    for (const { lease } of due) if (end(lease.token) !== undefined) expire(lease);
    let next = Number.POSITIVE_INFINITY;
    for (const { expiresAt } of leases.values()) next = Math.min(next, expiresAt);
    if (Number.isFinite(next)) wakeAt(next);
  }

  function end(token: string): Lease | undefined {
    const held = leases.get(token);
    if (held === undefined) return undefined;
    leases.delete(token);
    counts[held.lease.work.type] -= 1;
    return held.lease;
  }

  function answer(token: string, type: Work["type"]): Lease | undefined {
    const held = leases.get(token);
    if (held?.lease.work.type !== type) return undefined;
    answered(clock.now() - held.since, leases.size - 1);
    return end(token);
  }

  return {
    add: (lease) => hold(lease, leaseMillis[lease.work.type]),
    get: (token) => leases.get(token)?.lease,
    tokenOf(isMatch) {
      for (const { lease } of leases.values()) if (isMatch(lease.work)) return lease.token;
      return undefined;
    },
    count: (type) => counts[type],
    get size() {
      return leases.size;
    },
    end,
    answer,
    lose(worker) {
      for (const { lease } of [...leases.values()]) {
        if (lease.worker !== worker) continue;
        end(lease.token);
        hold(lease, graceMillis);
      }
    },
    close() {
      alarm?.cancel();
      leases.clear();
    },
  };
}
