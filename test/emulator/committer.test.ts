import { describe, expect, test } from "vitest";
import { createCommitter, type Haste } from "../../emulator/committer.ts";
import type { Store, Write } from "../../emulator/store/port.ts";
import { createScriptedClock } from "./scripted-clock.ts";

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
    const begins = async (heldMillis: number[], others = 32) => {
      for (const millis of heldMillis) committer.answered(millis, others);
      const [from, count] = [clock.now(), groups.length];
      committer.add([write], () => {});
      for (await turn(); groups.length === count; await turn()) clock.advance(1);
      groups.at(-1)?.done();
      await turn();
      return clock.now() - from;
    };
    expect(await begins([8])).toBe(0);
    expect(await begins([100, 8, 50])).toBe(4);
    expect(await begins([8], 0)).toBe(0);
    expect(await begins([8], 96)).toBe(6);
    expect(await begins([])).toBe(0);
    expect(await begins([60_000])).toBe(10);
    clock.advance(3);
    expect(await begins([8])).toBe(1);
    clock.advance(8);
    expect(await begins([8])).toBe(0);
  });

  test("waits no longer once an answer says that workers are not behind", async () => {
    const { groups, committer, clock } = scripted();
    const ready = async (heldMillis: number, ...haste: Haste[]) => {
      committer.answered(heldMillis, 32);
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
    committer.answered(8, 32);
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
