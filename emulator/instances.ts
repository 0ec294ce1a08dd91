import type { OrchestrationState } from "./core/orchestration.ts";
import type { Store } from "./store/port.ts";

/** One instance in memory: its state, and its history as the slices the store holds. */
export interface Instance {
  readonly instanceId: string;
  state: OrchestrationState | undefined;
  /** Absent until a turn needs it. */
  history: Uint8Array[] | undefined;
  /** The last commit group that holds a change of it. */
  group: number;
}

/** How many idle instances stay in memory. */
const instanceCountMax = 4_000;
/** How many bytes of history stay in memory. */
const historyBytesMax = 64 * 1024 * 1024;

/** The instances in memory. One that work holds or whose changes are not durable yet stays. */
export interface Instances {
  /** Runs `use` at once when the instance is in memory, else after loading it, in call order. */
  with<Result>(instanceId: string, use: (instance: Instance) => Result): Promise<Result>;
  /** The instance if it is in memory. */
  peek(instanceId: string): Instance | undefined;
  /** Sees to it that the history is in memory. */
  loadHistory(instance: Instance): Promise<Uint8Array[]>;
  appendHistory(instance: Instance, slice: Uint8Array): void;
  clearHistory(instance: Instance): void;
  trim(durable: number): void;
}

export function createInstances(store: Store, hub: string): Instances {
  const loaded = new Map<string, Instance>();
  const loading = new Map<string, Promise<Instance>>();
  let historyBytes = 0;

  function peek(instanceId: string): Instance | undefined {
    const instance = loaded.get(instanceId);
    if (instance === undefined) return undefined;
    loaded.delete(instanceId);
    loaded.set(instanceId, instance);
    return instance;
  }

  function load(instanceId: string): Promise<Instance> {
    const pending = loading.get(instanceId);
    if (pending !== undefined) return pending;
    const promise = store.loadOrchestration(hub, instanceId).then((state) => {
      const history = state === undefined ? [] : undefined;
      const instance: Instance = { instanceId, state, history, group: 0 };
      loaded.set(instanceId, instance);
      loading.delete(instanceId);
      return instance;
    });
    loading.set(instanceId, promise);
    return promise;
  }

  function forget(instance: Instance): void {
    loaded.delete(instance.instanceId);
    forgetHistory(instance);
  }

  function forgetHistory(instance: Instance): void {
    for (const slice of instance.history ?? []) historyBytes -= slice.byteLength;
    instance.history = undefined;
  }

  return {
    async with(instanceId, use) {
      // Looked up again after loading: there is never more than one of an instance in use.
      for (;;) {
        const known = peek(instanceId);
        if (known !== undefined) return use(known);
        await load(instanceId);
      }
    },
    peek,
    async loadHistory(instance) {
      if (instance.history !== undefined) return instance.history;
      const slices = [...(await store.loadHistory(hub, instance.instanceId))];
      // A turn cannot have ended meanwhile: the caller holds its lease.
      instance.history ??= slices;
      for (const slice of slices) historyBytes += slice.byteLength;
      return instance.history;
    },
    appendHistory(instance, slice) {
      if (instance.history === undefined) return;
      instance.history.push(slice);
      historyBytes += slice.byteLength;
    },
    clearHistory(instance) {
      forgetHistory(instance);
      instance.history = [];
    },
    trim(durable) {
      if (loaded.size <= instanceCountMax && historyBytes <= historyBytesMax) return;
      for (const instance of loaded.values()) {
        if (loaded.size <= instanceCountMax / 2 && historyBytes <= historyBytesMax / 2) return;
        if (instance.group <= durable && instance.state?.lease === undefined) forget(instance);
      }
    },
  };
}
