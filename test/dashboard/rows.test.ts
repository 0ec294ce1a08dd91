import { expect, test } from "vitest";
import { rowsOf } from "../../emulator/dashboard/app/history/rows.ts";
import { at, childCreated, completed, failed, raised, scheduled } from "./history-of.ts";

test("what ends an activity says which one by name", () => {
  const rows = rowsOf([
    at(1, 1, scheduled("Reserve")),
    at(1, 2, scheduled("Charge")),
    at(2, -1, failed(2, "card declined")),
    at(3, -1, completed(1)),
  ]);
  expect(rows.map(({ summary }) => `${summary.label}: ${summary.text}`)).toEqual([
    "Activity scheduled: Reserve",
    "Activity scheduled: Charge",
    "Activity failed: Charge · Error: card declined",
    "Activity completed: Reserve",
  ]);
  expect(rows[3]?.summary.payload).toBe('"out"');
});

test("a sub-orchestration links to its instance", () => {
  const [row] = rowsOf([at(1, 1, childCreated("Ship", "order-1:ship"))]);
  expect(row?.summary).toMatchObject({ text: "Ship", instanceId: "order-1:ship" });
});

test("an end without its beginning is still a row", () => {
  const [row] = rowsOf([at(1, -1, completed(9))]);
  expect(row?.summary).toMatchObject({ label: "Activity completed", text: "" });
});

test("a row keeps its place in the history and its time in milliseconds", () => {
  const [, row] = rowsOf([at(1, -1, raised("a")), at(1_234, -1, raised("b"))]);
  expect(row).toMatchObject({ index: 1, at: 1_234 });
});

test("an event this version does not know is shown, not dropped", () => {
  const [row] = rowsOf([{ eventId: -1, timestamp: undefined, eventType: undefined }]);
  expect(row?.summary.label).toBe("Unknown event");
});
