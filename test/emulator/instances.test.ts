import { expect, test } from "vitest";
import type { OrchestrationState } from "../../emulator/core/orchestration.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import { createInstances } from "../../emulator/instances.ts";
import { openMemoryStore } from "../../emulator/store/memory/memory-store.ts";
import { event, message, orchestration, writesTo } from "../store/records.ts";

const begun = (id: string, input?: string): OrchestrationState => ({
  orchestration: orchestration(id),
  payloads: { input, output: undefined, customStatus: undefined, failure: undefined },
  inbox: [],
  children: [],
  lease: undefined,
});

async function stored(count: number) {
  const { store } = openMemoryStore({ codec });
  await store.createHub("h");
  for (let number = 0; number < count; number++) {
    const id = `one-${number}`;
    await store.commit(
      writesTo(
        "h",
        id,
        { type: "orchestration-saved", orchestration: orchestration(id) },
        { type: "history-appended", events: [event("x")] },
      ),
    );
  }
  return createInstances({
    load: (id) => store.loadOrchestration("h", id),
    loadHistory: (id) => store.loadHistory("h", id),
    durable: () => 8,
  });
}

test("an instance is one object for all who use it at the same time", async () => {
  const instances = await stored(1);
  const used = [1, 2, 3].map(() => instances.with("one-0", (instance) => instance));
  expect(new Set(await Promise.all(used)).size).toBe(1);
});

test("those who waited for an instance come before those who find it in memory", async () => {
  const order: number[] = [];
  let answer: (state: undefined) => void = () => {};
  const instances = createInstances({
    load: () => new Promise<undefined>((resolve) => (answer = resolve)),
    loadHistory: async () => [],
    durable: () => 0,
  });
  const uses = [1, 2].map((number) => instances.with("one", () => order.push(number)));
  answer(undefined);
  const tries = async () => {
    while (instances.peek("one") === undefined) await Promise.resolve();
    order.push(3);
  };
  await Promise.all([tries(), ...uses]);
  expect(order).toEqual([1, 2, 3]);
});

test("idle instances leave the memory; a lease or an undurable change keeps one", async () => {
  const count = 5_000;
  const instances = await stored(count);
  const lease = { token: "t", startedAt: 0, messageCount: 1 };
  for (let number = 0; number < count; number++) {
    await instances.with(`one-${number}`, (instance) => {
      if (number === 0 && instance.state) instance.state = { ...instance.state, lease };
      if (number === 1) instance.group = 9;
    });
  }
  expect(instances.peek("one-0")?.state?.lease).toBe(lease);
  expect(instances.peek("one-1")).toBeDefined();
  expect(instances.peek("one-2")).toBeUndefined();
  expect(instances.peek(`one-${count - 1}`)).toBeDefined();
});

test("an instance that is used now and then stays, however many come and go", async () => {
  const count = 20_000;
  const instances = await stored(count);
  for (let number = 0; number < count; number++) {
    await instances.with(`one-${number}`, () => {});
    if (number % 1_500 === 0) expect(instances.peek("one-0")).toBeDefined();
  }
  expect(instances.peek("one-1")).toBeUndefined();
});

test("history is read once, grows, and starts anew when it is cleared", async () => {
  const instances = await stored(1);
  await instances.with("one-0", async (instance) => {
    expect(await instances.loadHistory(instance)).toHaveLength(1);
    instances.appendHistory(instance, codec.encodeHistory([event("y")]));
    expect(await instances.loadHistory(instance)).toHaveLength(2);
    instances.clearHistory(instance);
    expect(await instances.loadHistory(instance)).toEqual([]);
  });
});

test("large payloads make what is idle leave the memory long before there are many", async () => {
  const input = "x".repeat(1024 * 1024);
  const instances = createInstances({
    load: async (id) => begun(id, input),
    loadHistory: async () => [],
    durable: () => 0,
  });
  const ids = Array.from({ length: 100 }, (_, number) => `large-${number}`);
  for (const id of ids) await instances.with(id, () => {});
  // Two sweeps' worth of 32 MiB, and the one that is over it each time.
  expect(ids.filter((id) => instances.peek(id) !== undefined).length).toBeLessThanOrEqual(66);
});

test("messages that arrive count as payloads do", async () => {
  const instances = createInstances({
    load: async (id) => begun(id),
    loadHistory: async () => [],
    durable: () => 0,
  });
  await instances.with("idle", () => {});
  const large = message(1, "busy", { event: event("go", "x".repeat(1024 * 1024)) });
  for (let number = 0; number < 70; number++) {
    instances.weigh([{ type: "message-received", message: large }]);
    instances.trim();
  }
  expect(instances.peek("idle")).toBeUndefined();
});

test("an instance whose history is being read stays, however much comes meanwhile", async () => {
  const read = Promise.withResolvers<readonly Uint8Array[]>();
  const instances = createInstances({
    load: async (id) => begun(id, "x".repeat(40 * 1024 * 1024)),
    loadHistory: () => read.promise,
    durable: () => 0,
  });
  const loaded = instances.with("read", (instance) => instances.loadHistory(instance));
  for (const id of ["a", "b", "c"]) await instances.with(id, () => {});
  expect(instances.peek("read")).toBeDefined();
  expect(instances.peek("a")).toBeUndefined();
  read.resolve([]);
  await loaded;
});
