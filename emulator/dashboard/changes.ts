import { setTimeout as delay } from "node:timers/promises";
import type { Scheduler } from "../scheduler.ts";
import type { ChangesView } from "./views.ts";

export interface ChangesOptions {
  /** Least time between two batches. */
  readonly quietMillis: number;
  /** Most time without one: an empty batch then shows that the connection lives. */
  readonly heartbeatMillis: number;
  readonly signal: AbortSignal;
}

const idsMax = 200;

/**
 * What changed in one hub, in batches: the first at once, the next no sooner than `quietMillis`
 * later with all that happened meanwhile. A slow reader gets fewer batches, never a longer queue.
 */
export async function* changeBatches(
  scheduler: Scheduler,
  hub: string,
  options: ChangesOptions,
): AsyncGenerator<ChangesView> {
  const { signal } = options;
  const pending = pendingChanges();
  const unsubscribe = scheduler.onChanges((changedHub, instanceIds) => {
    if (changedHub === hub) pending.add(instanceIds);
  });
  signal.addEventListener("abort", pending.wake, { once: true });
  try {
    while (!signal.aborted) {
      await pending.wait(options.heartbeatMillis);
      if (signal.aborted) return;
      yield pending.take();
      await delay(options.quietMillis, undefined, { signal }).catch(() => {});
    }
  } finally {
    signal.removeEventListener("abort", pending.wake);
    unsubscribe();
  }
}

function pendingChanges() {
  const ids = new Set<string>();
  let waiting: PromiseWithResolvers<void> | undefined;
  const wake = () => waiting?.resolve();
  return {
    wake,
    add(instanceIds: readonly string[]): void {
      // One past the limit is enough to know that there were too many.
      for (const id of instanceIds) if (ids.size <= idsMax) ids.add(id);
      wake();
    },
    async wait(millis: number): Promise<void> {
      if (ids.size > 0) return;
      waiting = Promise.withResolvers();
      const timer = setTimeout(wake, millis);
      await waiting.promise;
      clearTimeout(timer);
      waiting = undefined;
    },
    take(): ChangesView {
      const all = ids.size > idsMax;
      const instanceIds = all ? [] : [...ids];
      ids.clear();
      return { instanceIds, all };
    },
  };
}
