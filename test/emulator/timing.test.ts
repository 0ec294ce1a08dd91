import { describe, expect, test } from "vitest";
import type { Message } from "../../emulator/core/message.ts";
import { createMessagesOnTheirWay } from "../../emulator/messages-on-their-way.ts";
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
