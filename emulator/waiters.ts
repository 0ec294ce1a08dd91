import type { OrchestrationState } from "./core/orchestration.ts";
import { PassingMap } from "./passing-map.ts";

export type Condition = (state: OrchestrationState) => boolean;

/** Those who wait for an instance to reach a condition, or to be gone. */
export interface Waiters {
  /**
   * Resolves with the first durable state that meets the condition; undefined once it is gone, or
   * the one who waits has left.
   */
  wait(
    instanceId: string,
    condition: Condition,
    signal: AbortSignal,
  ): Promise<OrchestrationState | undefined>;
  /** A state has become durable. */
  tell(instanceId: string, state: OrchestrationState | undefined): void;
  /** Nothing will be told any more: whoever still waits is told that the instance is gone. */
  close(): void;
}

interface Waiter {
  readonly condition: Condition;
  readonly resolve: (state: OrchestrationState | undefined) => void;
}

export function createWaiters(): Waiters {
  const waiting = new PassingMap<string, Set<Waiter>>();

  function leave(instanceId: string, waiter: Waiter): void {
    const others = waiting.get(instanceId);
    others?.delete(waiter);
    if (others?.size === 0) waiting.delete(instanceId);
  }

  return {
    wait: (instanceId, condition, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined);
        const waiter = { condition, resolve };
        const others = waiting.get(instanceId) ?? new Set();
        waiting.set(instanceId, others.add(waiter));
        const giveUp = () => {
          leave(instanceId, waiter);
          resolve(undefined);
        };
        signal.addEventListener("abort", giveUp, { once: true });
      }),
    tell(instanceId, state) {
      for (const waiter of waiting.get(instanceId) ?? []) {
        if (state !== undefined && !waiter.condition(state)) continue;
        leave(instanceId, waiter);
        waiter.resolve(state);
      }
    },
    close() {
      for (const waiters of waiting.values()) {
        for (const { resolve } of waiters) resolve(undefined);
      }
      waiting.clear();
    },
  };
}
