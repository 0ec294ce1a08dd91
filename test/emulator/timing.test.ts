import { describe, expect, test } from "vitest";
import { createCommitter, type Haste } from "../../emulator/committer.ts";
import type { Message } from "../../emulator/core/message.ts";
import { createMessagesOnTheirWay } from "../../emulator/messages-on-their-way.ts";
import type { Store, Write } from "../../emulator/store/port.ts";
import { createScriptedClock } from "./scripted-clock.ts";

const message = (sequence: number, visibleAt: number): Message => ({
  sequence,
  target: "one",
  executionId: undefined,
  visibleAt,
  event: { eventId: -1, timestamp: undefined, eventType: undefined },
});

describe("messages on their way", () => {
  test("are delivered in order of time, then sequence, and never early", async () => {
    const clock = createScriptedClock();
    const delivered: number[] = [];
    const stored = [message(1, 30), message(2, 10), message(3, 10)];
    const messages = createMessagesOnTheirWay(
      clock,
      async () => stored.toSorted((a, b) => a.visibleAt - b.visibleAt || a.sequence - b.sequence),
      async ({ sequence }) => delivered.push(sequence),
    );
    await messages.open();
    messages.add(message(4, 20));
    clock.advance(9);
    expect(delivered).toEqual([]);
    clock.advance(11);
    expect(delivered).toEqual([2, 3, 4]);
    clock.advance(100);
    expect(delivered).toEqual([2, 3, 4, 1]);
  });

  test("that are due already are delivered before the hub opens", async () => {
    const delivered: number[] = [];
    const messages = createMessagesOnTheirWay(
      createScriptedClock(),
      async () => [message(1, 0), message(2, 10)],
      async ({ sequence }) => delivered.push(sequence),
    );
    await messages.open();
    expect(delivered).toEqual([1]);
  });

  test("that arrive while others are read are delivered once", async () => {
    const clock = createScriptedClock();
    const delivered: number[] = [];
    const read = Promise.withResolvers<readonly Message[]>();
    const messages = createMessagesOnTheirWay(
      clock,
      () => read.promise,
      async ({ sequence }) => delivered.push(sequence),
    );
    const opened = messages.open();
    messages.add(message(1, 5));
    read.resolve([message(1, 5)]);
    await opened;
    clock.advance(5);
    expect(delivered).toEqual([1]);
  });

  test("that are being delivered are not delivered again because they are read", async () => {
    const clock = createScriptedClock();
    const delivered: number[] = [];
    const durable = Promise.withResolvers<void>();
    const stored = [1, 2, 3].map((sequence) => message(sequence, 5));
    const messages = createMessagesOnTheirWay(
      clock,
      async ({ sequence: after }, limit) =>
        stored.filter(({ sequence }) => sequence > after).slice(0, limit),
      async ({ sequence }) => {
        delivered.push(sequence);
        await durable.promise;
      },
      { messageCount: 1, messageLength: 1 },
    );
    await messages.open();
    messages.pass(message(2, 5));
    clock.advance(5);
    await new Promise(setImmediate);
    durable.resolve();
    expect(delivered).toEqual([2, 1, 3]);
  });

  test("more than fit into memory are read when their turn comes", async () => {
    const clock = createScriptedClock();
    const all = Array.from({ length: 45_000 }, (_, index) => message(index + 1, index + 1));
    let delivered = 0;
    const messages = createMessagesOnTheirWay(
      clock,
      async ({ visibleAt }, limit) => all.slice(visibleAt, visibleAt + limit),
      async () => {
        delivered += 1;
      },
    );
    await messages.open();
    for (let round = 0; round < 3; round++) {
      clock.advance(20_000);
      await new Promise(setImmediate);
    }
    clock.advance(1);
    expect(delivered).toBe(45_000);
  });

  test("large ones are read when little is left of what was read before", async () => {
    const clock = createScriptedClock();
    const all = Array.from({ length: 300 }, (_, index) => ({
      ...message(index + 1, index + 1),
      executionId: "x".repeat(1024 * 1024),
    }));
    let readCount = 0;
    let delivered = 0;
    const messages = createMessagesOnTheirWay(
      clock,
      async ({ visibleAt }, limit) => {
        const page = all.slice(visibleAt, visibleAt + limit);
        readCount += page.length;
        return page;
      },
      async () => {
        delivered += 1;
      },
    );
    await messages.open();
    expect(readCount).toBe(100);
    for (let round = 0; round < 3; round++) {
      clock.advance(100);
      await new Promise(setImmediate);
    }
    expect(delivered).toBe(300);
  });

  test("large ones that are sent leave the memory again and come when they are due", async () => {
    const clock = createScriptedClock();
    const all = Array.from({ length: 200 }, (_, index) => ({
      ...message(index + 1, index + 1),
      executionId: "x".repeat(1024 * 1024),
    }));
    const delivered: number[] = [];
    let readAgain = 0;
    const messages = createMessagesOnTheirWay(
      clock,
      async ({ visibleAt }, limit) => {
        const isOpening = visibleAt === 0;
        const page = isOpening ? [] : all.slice(visibleAt, visibleAt + limit);
        readAgain += page.length;
        return page;
      },
      async ({ sequence }) => delivered.push(sequence),
    );
    await messages.open();
    for (const one of all) messages.add(one);
    for (let round = 0; round < 20; round++) {
      clock.advance(10);
      await new Promise(setImmediate);
    }
    expect(readAgain).toBeGreaterThan(0);
    expect(delivered).toEqual(all.map(({ sequence }) => sequence));
  });
});

describe("the committer", () => {
  const write: Write = { hub: "h", instanceId: "one", change: { type: "history-cleared" } };

  function scripted() {
    const groups: { readonly writes: readonly Write[]; readonly done: () => void }[] = [];
    let fail: ((error: unknown) => void) | undefined;
    const commit = (writes: readonly Write[]) =>
      new Promise<void>((resolve, reject) => {
        groups.push({ writes, done: resolve });
        fail = reject;
      });
    const failures: unknown[] = [];
    const store: Pick<Store, "commit"> = { commit };
    const clock = createScriptedClock();
    const committer = createCommitter(store, clock, (error) => failures.push(error));
    return { groups, committer, clock, failures, fail: (error: unknown) => fail?.(error) };
  }
  /** What arrives in one turn of the event loop is written in the next. */
  const turn = async () => {
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  };

  test("gathers what arrives during one commit into the next", async () => {
    const { groups, committer } = scripted();
    committer.add([write], () => {});
    await turn();
    committer.add([write], () => {});
    committer.add([write], () => {});
    await turn();
    expect(groups.map(({ writes }) => writes.length)).toEqual([1]);
    groups[0]?.done();
    await turn();
    await turn();
    expect(groups.map(({ writes }) => writes.length)).toEqual([1, 2]);
  });

  test("takes what may wait with what may not, and alone when nothing comes", async () => {
    const { groups, committer, clock } = scripted();
    const told: string[] = [];
    const add = (name: string, haste: "at-once" | "may-wait") =>
      committer.add([write], () => told.push(name), haste);
    add("one", "may-wait");
    await turn();
    expect(groups).toHaveLength(0);
    add("two", "at-once");
    await turn();
    expect(groups.map(({ writes }) => writes.length)).toEqual([2]);
    add("three", "may-wait");
    groups[0]?.done();
    await turn();
    expect(told).toEqual(["one", "two"]);
    expect(groups).toHaveLength(1);
    clock.advance(3);
    await turn();
    expect(groups.map(({ writes }) => writes.length)).toEqual([2, 1]);
  });

  test("begins a group later where workers are behind, and not for long", async () => {
    const { groups, committer, clock } = scripted();
    const begins = async (...heldMillis: number[]) => {
      for (const millis of heldMillis) committer.answered(millis);
      const [from, count] = [clock.now(), groups.length];
      committer.add([write], () => {});
      for (await turn(); groups.length === count; await turn()) clock.advance(1);
      groups.at(-1)?.done();
      await turn();
      return clock.now() - from;
    };
    expect(await begins(8)).toBe(0);
    expect(await begins(100, 8, 50)).toBe(4);
    expect(await begins()).toBe(0);
    expect(await begins(60_000)).toBe(10);
    clock.advance(3);
    expect(await begins(8)).toBe(1);
    clock.advance(8);
    expect(await begins(8)).toBe(0);
  });

  test("waits no longer once an answer says that workers are not behind", async () => {
    const { groups, committer, clock } = scripted();
    const ready = async (heldMillis: number, ...haste: Haste[]) => {
      committer.answered(heldMillis);
      committer.add([write], () => {}, ...haste);
      await turn();
    };
    await ready(8);
    groups[0]?.done();
    await turn();
    await ready(60_000);
    expect(groups).toHaveLength(1);
    await ready(0);
    expect(groups.map(({ writes }) => writes.length)).toEqual([1, 2]);
    groups[1]?.done();
    await turn();
    await ready(60_000);
    await ready(8);
    clock.advance(4);
    await turn();
    expect(groups).toHaveLength(3);
  });

  test("who only asks whether all is durable does not put off what comes after", async () => {
    const { groups, committer, clock } = scripted();
    committer.add([write], () => {});
    await turn();
    clock.advance(5);
    const settled = committer.settled();
    groups[0]?.done();
    await settled;
    committer.answered(8);
    committer.add([write], () => {});
    await turn();
    expect(groups).toHaveLength(2);
  });

  test("who asks whether all is durable need not wait for what may", async () => {
    const { groups, committer } = scripted();
    committer.add([write], () => {}, "may-wait");
    const settled = committer.settled();
    await turn();
    groups[0]?.done();
    await settled;
    await committer.settled();
    expect(groups).toHaveLength(1);
  });

  test("tells nothing before the commit, and nothing at all when it fails", async () => {
    const { groups, committer, failures, fail } = scripted();
    const told: string[] = [];
    committer.add([write], () => told.push("one"));
    await turn();
    expect(told).toEqual([]);
    groups[0]?.done();
    await turn();
    expect(told).toEqual(["one"]);
    committer.add([write], () => told.push("two"));
    await turn();
    fail("disk full");
    await turn();
    expect(told).toEqual(["one"]);
    expect(failures).toEqual(["disk full"]);
  });
});
