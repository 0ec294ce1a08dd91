import type { Change } from "./core/change.ts";
import { textLength } from "./core/text-length.ts";
import { type MemoryLimits, memoryLimits } from "./memory-limits.ts";
import { PassingMap } from "./passing-map.ts";

/** What is kept in memory must say whether a worker holds work of it. */
export interface Leasable {
  readonly lease: object | undefined;
}

/** One orchestration or entity in memory: its state, and its history as the store's slices. */
export interface Instance<State extends Leasable> {
  readonly instanceId: string;
  state: State | undefined;
  /** The state as far as it is durable; `state` may be ahead of it. */
  stored: State | undefined;
  /** Absent until a turn needs it. */
  history: Uint8Array[] | undefined;
  /** The last commit group that holds a change of it. */
  group: number;
  /** How many uses of any instance there had been when it was used last. */
  usedAt: number;
  /** The same for when it got its place among the others. */
  placedAt: number;
}

/** The instances in memory. One that work holds or whose changes are not durable yet stays. */
export interface Instances<State extends Leasable> {
  /** Runs `use` at once when the instance is in memory, else after loading it, in call order. */
  with<Result>(instanceId: string, use: (instance: Instance<State>) => Result): Promise<Result>;
  /** The instance if it is in memory. */
  peek(instanceId: string): Instance<State> | undefined;
  /** Sees to it that the history is in memory. */
  loadHistory(instance: Instance<State>): Promise<Uint8Array[]>;
  appendHistory(instance: Instance<State>, slice: Uint8Array): void;
  clearHistory(instance: Instance<State>): void;
  /** These changes have brought payloads or messages into memory. */
  weigh(changes: readonly Change[]): void;
  trim(): void;
}

/** Where instances come from when they are not in memory. */
export interface Source<State> {
  readonly load: (instanceId: string) => Promise<State | undefined>;
  /** With what the commit group of this number, and those before it, have added. */
  readonly loadHistory: (instanceId: string, group: number) => Promise<readonly Uint8Array[]>;
  /** The last commit group that is durable. */
  readonly durable: () => number;
}

interface Waiting<State extends Leasable> {
  readonly use: (instance: Instance<State>) => void;
  readonly fail: (error: unknown) => void;
}

/** One that throws must not keep the others from their turn. */
function attempt<Argument, Result>(
  use: (argument: Argument) => Result,
  resolve: (result: Result) => void,
  reject: (error: unknown) => void,
): (argument: Argument) => void {
  return (argument) => {
    try {
      resolve(use(argument));
    } catch (error) {
      reject(error);
    }
  };
}

function staysInMemory({ type }: Change): boolean {
  return type === "payload-saved" || type === "message-received" || type === "entity-saved";
}

/**
 * To move an instance at each use takes longer than to find it. One that keeps its place for a
 * quarter as many uses as there are instances is still among the last of them to be forgotten.
 */
const keptPlacePart = 1 / 4;

export function createInstances<State extends Leasable>(
  source: Source<State>,
  limits: Pick<MemoryLimits, "instanceCount" | "historyBytes" | "arrivedLength"> = memoryLimits,
): Instances<State> {
  const loaded = new PassingMap<string, Instance<State>>();
  const loading = new PassingMap<string, Waiting<State>[]>();
  let historyBytes = 0;
  let arrivedLength = 0;
  let uses = 0;
  let usesBeforeSweep = 0;
  const beingRead = new Set<Instance<State>>();

  function peek(instanceId: string): Instance<State> | undefined {
    const instance = loaded.get(instanceId);
    if (instance === undefined) return undefined;
    touch(instance);
    if (uses - instance.placedAt > loaded.size * keptPlacePart) place(instance);
    return instance;
  }

  function touch(instance: Instance<State>): void {
    uses += 1;
    instance.usedAt = uses;
  }

  /** Behind all others: the last to be forgotten. */
  function place(instance: Instance<State>): void {
    loaded.delete(instance.instanceId);
    loaded.set(instance.instanceId, instance);
    instance.placedAt = uses;
  }

  function load(instanceId: string, one: Waiting<State>): void {
    const waiting = loading.get(instanceId);
    if (waiting !== undefined) {
      waiting.push(one);
      return;
    }
    const all = [one];
    loading.set(instanceId, all);
    source.load(instanceId).then(
      (state) => {
        const history = state === undefined ? [] : undefined;
        uses += 1;
        const instance: Instance<State> = {
          instanceId,
          state,
          stored: state,
          history,
          group: 0,
          usedAt: uses,
          placedAt: uses,
        };
        loading.delete(instanceId);
        // In one go: whoever finds the instance in memory from now on comes after those who waited.
        for (const { use } of all) {
          loaded.set(instanceId, instance);
          use(instance);
        }
        arrivedLength += instanceId.length + textLength(state);
        // Who only reads must not fill the memory either.
        trim();
      },
      (error: unknown) => {
        loading.delete(instanceId);
        for (const { fail } of all) fail(error);
      },
    );
  }

  function forget(instance: Instance<State>): void {
    loaded.delete(instance.instanceId);
    forgetHistory(instance);
  }

  function forgetHistory(instance: Instance<State>): void {
    for (const slice of instance.history ?? []) historyBytes -= slice.byteLength;
    instance.history = undefined;
  }

  function trim(): void {
    if (arrivedLength > limits.arrivedLength) sweep();
    const { instanceCount, historyBytes: historyBytesMax } = limits;
    if (loaded.size <= instanceCount && historyBytes <= historyBytesMax) return;
    for (const instance of loaded.values()) {
      if (loaded.size <= instanceCount / 2 && historyBytes <= historyBytesMax / 2) return;
      if (isIdle(instance)) forget(instance);
    }
  }

  /** Leaves what was used since the sweep before: somebody may be about to lease it. */
  function sweep(): void {
    for (const instance of loaded.values()) {
      if (instance.usedAt <= usesBeforeSweep && isIdle(instance)) forget(instance);
    }
    usesBeforeSweep = uses;
    arrivedLength = 0;
  }

  function isIdle(instance: Instance<State>): boolean {
    const { group, state } = instance;
    return group <= source.durable() && state?.lease === undefined && !beingRead.has(instance);
  }

  return {
    async with<Result>(instanceId: string, use: (instance: Instance<State>) => Result) {
      const known = peek(instanceId);
      if (known !== undefined) return use(known);
      return new Promise<Result>((resolve, reject) => {
        load(instanceId, { use: attempt(use, resolve, reject), fail: reject });
      });
    },
    peek,
    async loadHistory(instance) {
      // It is about to be leased; two that push each other out would never come to that.
      beingRead.add(instance);
      try {
        while (instance.history === undefined) {
          const { group } = instance;
          const slices = [...(await source.loadHistory(instance.instanceId, group))];
          // What has been decided meanwhile may be missing in them.
          if (instance.history !== undefined || instance.group !== group) continue;
          instance.history = slices;
          for (const slice of slices) historyBytes += slice.byteLength;
        }
        return instance.history;
      } finally {
        beingRead.delete(instance);
        touch(instance);
      }
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
    weigh(changes) {
      for (const change of changes) if (staysInMemory(change)) arrivedLength += textLength(change);
    },
    trim,
  };
}
