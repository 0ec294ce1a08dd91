import { expect, test } from "vitest";
import { createWaiters } from "../../emulator/waiters.ts";

const never = () => false;

test("who leaves waits no longer, also when he has left before", async () => {
  const waiters = createWaiters();
  const leaves = new AbortController();
  const waits = waiters.wait("one", never, leaves.signal);
  leaves.abort();
  expect(await waits).toBeUndefined();
  expect(await waiters.wait("one", never, leaves.signal)).toBeUndefined();
});

test("who waits when all closes is told so", async () => {
  const waiters = createWaiters();
  const waits = waiters.wait("one", never, new AbortController().signal);
  waiters.close();
  expect(await waits).toBeUndefined();
});
