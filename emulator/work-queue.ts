import { PassingMap } from "./passing-map.ts";
import type { Candidate } from "./work-filter.ts";

/** Work of one category that waits for a worker, oldest first within each kind of work. */
export interface WorkQueue<Key, Item extends Candidate> {
  /** Adding what waits already changes nothing. */
  add(key: Key, item: Item): void;
  remove(key: Key): void;
  /** The next item for a worker that takes what `isWanted` says; it leaves the queue. */
  take(isWanted: (candidate: Candidate) => boolean): Item | undefined;
  readonly size: number;
  /** When the item that has waited longest was added, by the clock of `createWorkQueue`. */
  readonly oldestAt: number | undefined;
}

/** All that a filter can tell apart is one kind: a filter is asked per kind, not per item. */
export function createWorkQueue<Key, Item extends Candidate>(
  now: () => number,
): WorkQueue<Key, Item> {
  const kinds = new PassingMap<string, PassingMap<Key, Item>>();
  /** In order of addition. */
  const places = new PassingMap<Key, { readonly kind: string; readonly addedAt: number }>();

  function remove(key: Key): void {
    const place = places.get(key);
    if (place === undefined) return;
    places.delete(key);
    const items = kinds.get(place.kind);
    items?.delete(key);
    if (items?.size === 0) kinds.delete(place.kind);
  }

  return {
    add(key, item) {
      if (places.has(key)) return;
      const kind = JSON.stringify([item.name, item.version, item.instanceVersion]);
      places.set(key, { kind, addedAt: now() });
      const items = kinds.get(kind) ?? new PassingMap<Key, Item>();
      items.set(key, item);
      kinds.set(kind, items);
    },
    remove,
    take(isWanted) {
      for (const [kind, items] of kinds.entries()) {
        const first = items.entries().next().value;
        if (first === undefined || !isWanted(first[1])) continue;
        remove(first[0]);
        // The kind goes to the back, so that none starves behind another.
        if (items.size > 0 && kinds.size > 1) {
          kinds.delete(kind);
          kinds.set(kind, items);
        }
        return first[1];
      }
      return undefined;
    },
    get size() {
      return places.size;
    },
    get oldestAt() {
      return places.values().next().value?.addedAt;
    },
  };
}
