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

export function createLeases(clock: Clock, expire: (lease: Lease) => void): Leases {
  const leases = new Map<string, { readonly lease: Lease; cancel: () => void }>();

  function expireAfter(lease: Lease, millis: number): () => void {
    return clock.wake(clock.now() + millis, () => {
      if (leases.delete(lease.token)) expire(lease);
    });
  }

  function end(token: string): Lease | undefined {
    const held = leases.get(token);
    held?.cancel();
    leases.delete(token);
    return held?.lease;
  }

  return {
    add(lease) {
      leases.set(lease.token, { lease, cancel: expireAfter(lease, leaseMillis[lease.work.type]) });
    },
    get: (token) => leases.get(token)?.lease,
    tokenOf(isMatch) {
      for (const { lease } of leases.values()) if (isMatch(lease.work)) return lease.token;
      return undefined;
    },
    count(type) {
      let count = 0;
      for (const { lease } of leases.values()) if (lease.work.type === type) count += 1;
      return count;
    },
    end,
    answer: (token, type) => (leases.get(token)?.lease.work.type === type ? end(token) : undefined),
    lose(worker) {
      for (const held of leases.values()) {
        if (held.lease.worker !== worker) continue;
        held.cancel();
        held.cancel = expireAfter(held.lease, graceMillis);
      }
    },
    close() {
      for (const held of leases.values()) held.cancel();
      leases.clear();
    },
  };
}
