import type { Candidate } from "./work-filter.ts";

/** Work of one category that waits for a worker, oldest first within each kind of work. */
export interface WorkQueue<Key, Item extends Candidate> {
  /** Adding what waits already changes nothing. */
  add(key: Key, item: Item): void;
  remove(key: Key): void;
  /** The next item for a worker that takes what `isWanted` says; it leaves the queue. */
  take(isWanted: (candidate: Candidate) => boolean): Item | undefined;
  readonly size: number;
}

/** All that a filter can tell apart is one kind: a filter is asked per kind, not per item. */
export function createWorkQueue<Key, Item extends Candidate>(): WorkQueue<Key, Item> {
  const kinds = new Map<string, Map<Key, Item>>();
  const kindOf = new Map<Key, string>();

  function remove(key: Key): void {
    const kind = kindOf.get(key);
    if (kind === undefined) return;
    kindOf.delete(key);
    const items = kinds.get(kind);
    items?.delete(key);
    if (items?.size === 0) kinds.delete(kind);
  }

  return {
    add(key, item) {
      if (kindOf.has(key)) return;
      const kind = JSON.stringify([item.name, item.version, item.instanceVersion]);
      kindOf.set(key, kind);
      const items = kinds.get(kind);
      if (items === undefined) kinds.set(kind, new Map([[key, item]]));
      else items.set(key, item);
    },
    remove,
    take(isWanted) {
      for (const [kind, items] of kinds) {
        const first = items.entries().next().value;
        if (first === undefined || !isWanted(first[1])) continue;
        remove(first[0]);
        // The kind goes to the back, so that none starves behind another.
        if (items.size > 0) {
          kinds.delete(kind);
          kinds.set(kind, items);
        }
        return first[1];
      }
      return undefined;
    },
    get size() {
      return kindOf.size;
    },
  };
}
