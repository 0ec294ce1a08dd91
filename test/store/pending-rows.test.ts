import { expect, test } from "vitest";
import { createPendingRows } from "../../emulator/store/sqlite/pending-rows.ts";
import type { Row } from "../../emulator/store/sqlite/statements.ts";

const hub = 1;

const instance = (name: string): Row => ["saveInstance", hub, "one", name];
const payload = (value: string): Row => ["savePayload", hub, "one", "input", value];
const message = (sequence: number): Row => ["saveMessage", sequence, hub, "one"];
const noMessage = (sequence: number): Row => ["removeMessage", sequence];
const task = (sequence: number): Row => ["saveTask", sequence, hub, "one"];
const noTask = (sequence: number): Row => ["removeTask", sequence];
const history = (length: number, ...events: number[]): Row => {
  return ["appendHistory", hub, "one", length, Buffer.from(events)];
};
const noHistory: Row = ["clearHistory", hub, "one"];

/** What is left of the rows where the tables have messages and tasks up to 10. */
function leftOf(...rows: Row[]): readonly Row[] {
  const pending = createPendingRows(10);
  pending.add({ hub, id: "one", rows });
  return pending.take();
}

test("of several rows about one thing the last is left, where the first was", () => {
  expect(
    leftOf(instance("a"), payload("1"), instance("b"), ["removePayload", hub, "one", "input"]),
  ).toEqual([instance("b"), ["removePayload", hub, "one", "input"]]);
  const entity: Row = ["saveEntity", hub, "one", "state"];
  const noEntity: Row = ["removeEntity", hub, "one"];
  expect(leftOf(entity, noEntity)).toEqual([noEntity]);
});

test("a message or a task that comes and goes leaves nothing", () => {
  expect(leftOf(message(11), noMessage(11), task(12), noTask(12))).toEqual([]);
});

test("one that came and went in what was dropped before is not removed again", () => {
  expect(leftOf(noMessage(11), noTask(12))).toEqual([]);
});

test("what the tables may have is removed from them", () => {
  expect(leftOf(noMessage(9), noTask(10))).toEqual([noMessage(9), noTask(10)]);
  const resent = leftOf(message(10), noMessage(10));
  expect(resent).toEqual([noMessage(10)]);
});

test("what was taken is in the tables from then on", () => {
  const pending = createPendingRows(10);
  pending.add({ hub, id: "one", rows: [message(11), task(12)] });
  expect(pending.has(hub, "one")).toBe(true);
  expect(pending.has(hub, "two")).toBe(false);
  expect(pending.take()).toEqual([message(11), task(12)]);
  expect(pending.has(hub, "one")).toBe(false);
  pending.add({ hub, id: "one", rows: [noMessage(11), noTask(12)] });
  expect(pending.take()).toEqual([noMessage(11), noTask(12)]);
});

test("a removal told under another instance takes the message away", () => {
  const pending = createPendingRows(10);
  pending.add({ hub, id: "one", rows: [message(11)] });
  pending.add({ hub, id: "another", rows: [noMessage(11)] });
  expect(pending.take()).toEqual([]);
});

test.each<readonly [sweep: Row, before: Row, after: Row]>([
  [["endMessagesTo", hub, "one", "e"], message(11), message(12)],
  [["removeInbox", hub, "one"], message(11), noMessage(11)],
  [["removeOnTheirWay", hub, "one"], message(11), message(11)],
  [["removeTasksOf", hub, "one"], task(11), noTask(11)],
  [["clearPayloads", hub, "one"], payload("a"), payload("b")],
  [["removeInstance", hub, "one"], instance("a"), instance("b")],
  [noHistory, history(1, 1), history(1, 2)],
])(
  "%j stays behind what comes before it and before what comes after it",
  (sweep, before, after) => {
    expect(leftOf(before, sweep, after)).toEqual([before, sweep, after]);
  },
);

test("a sweep of something else lets a later row take an earlier one's place", () => {
  const sweep: Row = ["endMessagesTo", hub, "one", "e"];
  expect(leftOf(instance("a"), sweep, instance("b"))).toEqual([instance("b"), sweep]);
});

test("slices of one history become one, in order", () => {
  expect(leftOf(history(2, 1, 2), payload("a"), history(1, 3))).toEqual([
    payload("a"),
    history(3, 1, 2, 3),
  ]);
});
