import { describe, expect, test } from "vitest";
import { accepts, type WorkItemFilters } from "../../emulator/work-filter.ts";
import { createWorkQueue } from "../../emulator/work-queue.ts";
import { createWorkers, type Worker } from "../../emulator/workers.ts";

const filters = (more: Partial<WorkItemFilters>): WorkItemFilters => ({
  orchestrations: [],
  activities: [],
  entities: [],
  ...more,
});

describe("a filter", () => {
  const greet = { name: "Greet", version: undefined };

  test("that is absent takes everything", () => {
    expect(accepts(undefined, "activities", greet)).toBe(true);
  });

  test("that lists nothing of a category takes nothing of it", () => {
    expect(accepts(filters({ orchestrations: [] }), "orchestrations", greet)).toBe(false);
  });

  test.each([
    [[], undefined, true],
    [["1.0"], "1.0", true],
    [["1.0"], "1.0.0", false],
    [[""], undefined, true],
    [["1.0"], undefined, false],
  ])("with versions %j takes version %s: %s", (versions, version, expected) => {
    const accepted = filters({ orchestrations: [{ name: "greet", versions }] });
    expect(accepts(accepted, "orchestrations", { ...greet, version })).toBe(expected);
  });

  test("takes an unversioned activity by its orchestration's version", () => {
    const accepted = filters({ activities: [{ name: "greet", versions: ["3.0.0"] }] });
    expect(accepts(accepted, "activities", { ...greet, instanceVersion: "3.0.0" })).toBe(true);
    expect(accepts(accepted, "activities", { ...greet, instanceVersion: "2.0.0" })).toBe(false);
  });
});

describe("the queue", () => {
  const item = (name: string) => ({ name, version: undefined });

  test("gives the oldest of a kind first, each once", () => {
    const queue = createWorkQueue<number, { name: string; version: undefined; key: number }>(
      () => 0,
    );
    for (const key of [1, 2, 2]) queue.add(key, { ...item("a"), key });
    expect([queue.take(() => true)?.key, queue.take(() => true)?.key]).toEqual([1, 2]);
    expect(queue.take(() => true)).toBeUndefined();
  });

  test("lets no kind starve behind another", () => {
    const queue = createWorkQueue<string, { name: string; version: undefined }>(() => 0);
    for (const key of ["a1", "a2", "a3"]) queue.add(key, item("a"));
    queue.add("b1", item("b"));
    const names = [queue.take(() => true)?.name, queue.take(() => true)?.name];
    expect(names).toEqual(["a", "b"]);
  });

  test("keeps what no worker wants", () => {
    const queue = createWorkQueue<string, { name: string; version: undefined }>(() => 0);
    queue.add("a1", item("a"));
    expect(queue.take(({ name }) => name === "b")).toBeUndefined();
    expect(queue.size).toBe(1);
  });
});

describe("workers", () => {
  const worker = (limit: number): Worker => ({
    beginsTurns: false,
    filters: undefined,
    id: "w",
    userAgent: undefined,
    runsSchedules: false,
    limits: { orchestrations: limit, activities: limit, entities: limit },
    fetchesHistory: false,
    send: () => true,
  });

  test("hold no more than they asked for, per category", () => {
    const workers = createWorkers();
    const one = worker(1);
    workers.add(one);
    workers.take(one, "activities");
    expect([...workers.withRoom("activities")]).toEqual([]);
    expect([...workers.withRoom("orchestrations")]).toEqual([one]);
    workers.giveBack(one, "activities");
    expect([...workers.withRoom("activities")]).toEqual([one]);
  });

  test("take turns", () => {
    const workers = createWorkers();
    const [one, two] = [worker(9), worker(9)];
    workers.add(one);
    workers.add(two);
    workers.take(one, "activities");
    expect([...workers.withRoom("activities")][0]).toBe(two);
  });

  test("whose stream is full get nothing until it has drained", () => {
    const workers = createWorkers();
    const slow = { ...worker(9), send: () => false };
    workers.add(slow);
    workers.send(slow, new Uint8Array());
    expect([...workers.withRoom("activities")]).toEqual([]);
    workers.resume(slow);
    expect([...workers.withRoom("activities")]).toEqual([slow]);
  });
});
