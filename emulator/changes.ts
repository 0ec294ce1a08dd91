import type { Scheduler } from "./scheduler.ts";

/** Tells listeners which instances changed: once per turn of the event loop, each instance once. */
export interface Changes {
  readonly subscribe: Scheduler["onChanges"];
  add(hub: string, instanceId: string): void;
}

export function createChanges(): Changes {
  const listeners = new Set<Parameters<Scheduler["onChanges"]>[0]>();
  const changed = new Map<string, Set<string>>();

  function tell(): void {
    const batch = [...changed];
    changed.clear();
    for (const [hub, instanceIds] of batch) {
      for (const listener of listeners) listener(hub, [...instanceIds]);
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(hub, instanceId) {
      if (listeners.size === 0) return;
      if (changed.size === 0) setImmediate(tell);
      const instanceIds = changed.get(hub) ?? new Set();
      changed.set(hub, instanceIds.add(instanceId));
    },
  };
}
