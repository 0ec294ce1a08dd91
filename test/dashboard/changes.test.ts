import { expect, test } from "vitest";
import { changeBatches } from "../../emulator/dashboard/changes.ts";
import type { Scheduler } from "../../emulator/scheduler.ts";
import { hubsOnly } from "../rest/hubs-only.ts";

/** A scheduler whose changes are told by hand. */
function toldScheduler() {
  const listeners = new Set<(hub: string, instanceIds: readonly string[]) => void>();
  const scheduler: Scheduler = {
    ...hubsOnly("default"),
    onChanges: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const tell = (hub: string, ...instanceIds: readonly string[]) => {
    for (const listener of listeners) listener(hub, instanceIds);
  };
  return { scheduler, tell, listeners };
}

function batchesOf(scheduler: Scheduler, heartbeatMillis = 60_000) {
  const abort = new AbortController();
  const options = { quietMillis: 20, heartbeatMillis, signal: abort.signal };
  return { batches: changeBatches(scheduler, "default", options), abort };
}

test("the first change is told at once, those within the quiet time as one batch", async () => {
  const { scheduler, tell } = toldScheduler();
  const { batches, abort } = batchesOf(scheduler);
  const first = batches.next();
  tell("default", "a");
  expect((await first).value).toEqual({ instanceIds: ["a"], all: false });
  const second = batches.next();
  tell("default", "b");
  tell("other", "elsewhere");
  tell("default", "b", "c");
  expect((await second).value).toEqual({ instanceIds: ["b", "c"], all: false });
  abort.abort();
});

test("more than a batch can name is told as 'all', and kept no longer", async () => {
  const { scheduler, tell } = toldScheduler();
  const { batches, abort } = batchesOf(scheduler);
  const first = batches.next();
  tell("default", ...Array.from({ length: 1_000 }, (_, index) => `${index}`));
  expect((await first).value).toEqual({ instanceIds: [], all: true });
  abort.abort();
});

test("silence is broken by an empty batch", async () => {
  const { scheduler } = toldScheduler();
  const { batches, abort } = batchesOf(scheduler, 5);
  expect((await batches.next()).value).toEqual({ instanceIds: [], all: false });
  abort.abort();
});

test("the end of the reader ends the subscription", async () => {
  const { scheduler, listeners } = toldScheduler();
  const { batches, abort } = batchesOf(scheduler);
  const next = batches.next();
  expect(listeners.size).toBe(1);
  abort.abort();
  expect((await next).done).toBe(true);
  expect(listeners.size).toBe(0);
});
