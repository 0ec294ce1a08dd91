import { expect, test } from "vitest";
import { createLeases, type Lease, type Work } from "../../emulator/leases.ts";
import type { Worker } from "../../emulator/workers.ts";
import { task } from "../store/records.ts";
import { createScriptedClock } from "./scripted-clock.ts";

const worker = { id: "w" } as Worker;
const minutes = 60_000;

function scripted() {
  const clock = createScriptedClock();
  let alarms = 0;
  const counted: typeof clock = {
    ...clock,
    wake(at, callback) {
      alarms += 1;
      return clock.wake(at, callback);
    },
  };
  const expired: string[] = [];
  const answers: [heldMillis: number, others: number][] = [];
  const leases = createLeases(counted, {
    expire: ({ token }) => expired.push(token),
    answered: (...answer) => answers.push(answer),
  });
  const add = (token: string, work: Work, holder = worker): void =>
    leases.add({ token, worker: holder, work } satisfies Lease);
  return { clock, leases, add, expired, answers, alarms: () => alarms };
}

const turn = (instanceId: string): Work => ({ type: "turn", instanceId });

test("each lease expires when its own time is up, and not when it has ended before", () => {
  const { clock, leases, add, expired } = scripted();
  add("long", { type: "task", task: task(1, "one") });
  add("first", turn("one"));
  clock.advance(minutes);
  add("second", turn("two"));
  add("ended", turn("three"));
  leases.end("ended");
  clock.advance(4 * minutes - 1);
  expect(expired).toEqual([]);
  clock.advance(1);
  expect(expired).toEqual(["first"]);
  clock.advance(minutes);
  expect(expired).toEqual(["first", "second"]);
  clock.advance(60 * minutes);
  expect(expired).toEqual(["first", "second", "long"]);
});

test("one alarm waits for all leases", () => {
  const { add, leases, alarms } = scripted();
  for (let number = 0; number < 1_000; number++) {
    add(`t${number}`, turn(`i${number}`));
    if (number % 2 === 0) leases.end(`t${number}`);
  }
  expect(alarms()).toBe(1);
});

test("what a lost worker holds expires after a short grace, and counts until then", () => {
  const { clock, leases, add, expired } = scripted();
  const other = { id: "other" } as Worker;
  add("kept", turn("one"));
  add("lost", turn("two"), other);
  leases.lose(other);
  expect(leases.count("turn")).toBe(2);
  clock.advance(1_000);
  expect(expired).toEqual(["lost"]);
  expect(leases.count("turn")).toBe(1);
});

test("a token answers work of its own type alone, and once, and tells how long it was held", () => {
  const { clock, leases, add, answers } = scripted();
  add("t", turn("one"));
  add("other", turn("two"));
  clock.advance(7);
  expect(leases.answer("t", "task")).toBeUndefined();
  expect(leases.answer("t", "turn")?.token).toBe("t");
  expect(leases.answer("t", "turn")).toBeUndefined();
  expect(answers).toEqual([[7, 1]]);
});
