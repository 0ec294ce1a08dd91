import { expect, test } from "vitest";
import type { HistoryEvent } from "../../emulator/core/history-event.ts";
import { barsOf } from "../../emulator/dashboard/app/history/bars.ts";
import {
  at,
  childCreated,
  completed,
  failed,
  raised,
  scheduled,
  timerCreated,
  timerFired,
  turn,
} from "./history-of.ts";

/** Bars as lines: kind, label, start-end, outcome. */
function linesOf(events: readonly HistoryEvent[], completedAt?: number): readonly string[] {
  const life = { createdAt: 1_000, ...(completedAt !== undefined && { completedAt }) };
  return barsOf(events, life).map(
    (bar) => `${bar.kind} ${bar.label} ${bar.start}-${bar.end ?? ""} ${bar.outcome}`,
  );
}

test("an instance that no worker has taken up waits from its creation on", () => {
  expect(linesOf([])).toEqual(["queue Waiting for a worker 1000- open"]);
});

test("an instance that is to start later waits for its hour, not for a worker", () => {
  const [bar] = barsOf([], { createdAt: 1_000, scheduledStart: 5_000 });
  expect(bar).toMatchObject({ label: "Scheduled start", outcome: "open", dueAt: 5_000 });
});

test("an activity reaches from its scheduling to its end, whatever lies between", () => {
  const events = [
    at(1_100, -1, turn),
    at(1_200, 1, scheduled("Slow")),
    at(1_200, 2, scheduled("Fast")),
    at(1_300, -1, completed(2)),
    at(1_900, -1, completed(1)),
  ];
  expect(linesOf(events)).toEqual([
    "queue Waiting for a worker 1000-1100 done",
    "activity Slow 1200-1900 done",
    "activity Fast 1200-1300 done",
  ]);
});

test("a failed activity that is tried again under the same id has two bars", () => {
  const events = [
    at(1_100, -1, turn),
    at(1_100, 1, scheduled("Pay")),
    at(1_200, -1, failed(1, "no")),
    at(1_300, 1, scheduled("Pay")),
    at(1_400, -1, completed(1)),
  ];
  expect(linesOf(events).slice(1)).toEqual([
    "activity Pay 1100-1200 failed",
    "activity Pay 1300-1400 done",
  ]);
});

test("what waits now is open: a timer with the time it is due, a child with its id", () => {
  const events = [
    at(1_100, -1, turn),
    at(1_100, 1, timerCreated(3_601_100)),
    at(1_100, 2, childCreated("Ship", "order-1:ship")),
  ];
  const [, timer, child] = barsOf(events, { createdAt: 1_000 });
  expect(timer).toMatchObject({ label: "Timer of 1 h", outcome: "open", dueAt: 3_601_100 });
  expect(child).toMatchObject({ label: "Ship", outcome: "open", instanceId: "order-1:ship" });
});

test("a timer with the id of an activity does not end it", () => {
  const events = [
    at(1_000, -1, turn),
    at(1_100, 1, scheduled("Work")),
    at(1_100, 1, timerCreated(1_500)),
    at(1_500, -1, timerFired(1, 1_500)),
  ];
  expect(linesOf(events).slice(1)).toEqual([
    "activity Work 1100- open",
    "timer Timer of 400 ms 1100-1500 done",
  ]);
});

test("what the orchestration did not wait for ends with it, and says so", () => {
  const events = [at(1_000, -1, turn), at(1_100, 1, timerCreated(9_000))];
  expect(linesOf(events, 2_000)[1]).toBe("timer Timer of 7.9 s 1100-2000 abandoned");
});

test("an event is a moment", () => {
  const events = [at(1_000, -1, turn), at(1_700, -1, raised("approved"))];
  expect(linesOf(events)[1]).toBe("event Event approved 1700-1700 done");
});

test("suspensions have bars of their own, the last one open", () => {
  const suspended = { $case: "executionSuspended", value: { input: undefined } } as const;
  const resumed = { $case: "executionResumed", value: { input: undefined } } as const;
  const events = [
    at(1_000, -1, turn),
    at(1_100, -1, suspended),
    at(1_200, -1, resumed),
    at(1_300, -1, suspended),
  ];
  expect(linesOf(events).slice(1)).toEqual([
    "suspension Suspended 1100-1200 done",
    "suspension Suspended 1300- open",
  ]);
});
