import type { Candidate, Category } from "./work-filter.ts";
import { createWorkQueue } from "./work-queue.ts";
import { isWantedBy, type Worker, type Workers } from "./workers.ts";

/** The work of one category, on its way from those who offer it to the workers that have room. */
export interface Lane<Key, Item extends Candidate> {
  /** A worker that waits for such work has it at once, else it waits for one. */
  offer(key: Key, item: Item): void;
  /** As `offer`, with a way of its own to the worker; false when the item would have to wait. */
  passOn(item: Item, send: Send<Item>): boolean;
  /** The item waits, even where a worker could have it. */
  add(key: Key, item: Item): void;
  /** One item for each worker, so that they share evenly; whether there was any. */
  handOut(): boolean;
  readonly size: number;
  /** When the item that has waited longest was added, by the lane's clock. */
  readonly oldestAt: number | undefined;
}

/** Calls back with whether the item has gone out after all. */
export type Send<Item> = (worker: Worker, item: Item, done: (isSent: boolean) => void) => unknown;

export interface LanePorts<Item> {
  readonly now: () => number;
  readonly workers: Workers;
  readonly send: Send<Item>;
  /** There may be something to hand out, in any lane. */
  readonly pump: () => void;
}

export function createLane<Key, Item extends Candidate>(
  category: Category,
  { now, workers, send, pump }: LanePorts<Item>,
): Lane<Key, Item> {
  const queue = createWorkQueue<Key, Item>(now);

  function give(worker: Worker, item: Item, send: Send<Item>): void {
    workers.take(worker, category);
    void send(worker, item, (isSent) => {
      if (isSent) return;
      workers.giveBack(worker, category);
      pump();
    });
  }

  function passOn(item: Item, send: Send<Item>): boolean {
    if (queue.size > 0) return false;
    for (const worker of workers.withRoom(category)) {
      if (!isWantedBy(worker, category)(item)) continue;
      give(worker, item, send);
      return true;
    }
    return false;
  }

  return {
    offer(key, item) {
      if (passOn(item, send)) return;
      queue.add(key, item);
      pump();
    },
    passOn,
    add: queue.add,
    handOut() {
      if (queue.size === 0) return false;
      let isBusy = false;
      for (const worker of workers.withRoom(category)) {
        const item = queue.take(isWantedBy(worker, category));
        if (item === undefined) continue;
        isBusy = true;
        give(worker, item, send);
      }
      return isBusy;
    },
    get size() {
      return queue.size;
    },
    get oldestAt() {
      return queue.oldestAt;
    },
  };
}
