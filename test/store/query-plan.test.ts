import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { InstanceQuery } from "../../emulator/store/reader.ts";
import { instanceConditions } from "../../emulator/store/sqlite/filters.ts";
import { chooseIndex } from "../../emulator/store/sqlite/index-choice.ts";
import { instanceOrder, pageSql } from "../../emulator/store/sqlite/query.ts";
import { migrations } from "../../emulator/store/sqlite/schema.ts";
import { piecesOf, rarestOf } from "../../emulator/store/sqlite/text-search.ts";

const page = { direction: "ascending", limit: 50, withPayloads: false } as const;

/** How SQLite finds the rows of a page, without the sorting of the page itself. */
function planOf(query: InstanceQuery): string {
  const database = new DatabaseSync(":memory:");
  for (const migration of migrations) database.exec(migration);
  const order = instanceOrder(query);
  const conditions = instanceConditions(query.filter);
  const index = order.index ?? "instances_by_creation";
  const selection = { table: "instances", hub: 1, conditions, index } as const;
  const { sql, values } = pageSql(selection, "key", order, query);
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  database.close();
  const details = steps.map(({ detail }) => String(detail));
  return details.slice(details.indexOf("LIST SUBQUERY 1") + 1, -1).join("; ");
}

test.each<[InstanceQuery["orderBy"], InstanceQuery["filter"], string]>([
  ["instanceId", {}, "by_id (hub=?)"],
  ["createdAt", {}, "by_creation (hub=?)"],
  ["name", {}, "by_name (hub=?)"],
  ["createdAt", { statuses: ["failed"] }, "by_status (hub=? AND status=?)"],
  ["lastUpdatedAt", {}, "by_update (hub=?)"],
  ["completedAt", { completed: { from: 1 } }, "by_completion (hub=? AND completed_at>?)"],
])("a page by %s with filter %j is read in the order of an index", (orderBy, filter, index) => {
  const plan = planOf({ ...page, orderBy, filter });
  expect(plan).toBe(`SEARCH instances USING COVERING INDEX instances_${index}`);
});

test.each(["ascending", "descending"] as const)(
  "a later page %s begins at its row",
  (direction) => {
    const after = { value: 5, instanceId: "a" };
    const filter = { created: { from: 1, to: 9 } };
    const plan = planOf({ ...page, orderBy: "createdAt", filter, after, direction });
    expect(plan).toContain(`(created_at,id)${direction === "ascending" ? ">" : "<"}(?,?)`);
  },
);

const fewBy = (few: string) => async (_: unknown, index: string) =>
  index === few ? { index } : undefined;

test("a text is found by the piece of it that the fewest have", async () => {
  const counts: Readonly<Record<string, number>> = { "-7a": 600, "7a3": 700, "r-7": 500 };
  const asked: string[] = [];
  const rarest = await rarestOf(piecesOf("order-7a3"), 1_000, async ({ values: [quoted] }) => {
    const piece = String(quoted).slice(1, -1);
    asked.push(piece);
    return counts[piece] ?? 1_001;
  });
  expect(rarest).toBe("r-7");
  expect(asked).toEqual(["7a3", "-7a", "r-7"]);
  expect(await rarestOf(piecesOf("order"), 1_000, async () => 1_001)).toBeUndefined();
  expect(piecesOf("or")).toEqual([]);
});

test("a condition that few rows meet finds them, else the order does, else the first", async () => {
  const conditions = instanceConditions({ statuses: ["failed"], idPrefix: "a", nameContains: "b" });
  const choose = async (few: string, order?: string) =>
    (await chooseIndex(conditions, fewBy(few), order, "whole")).index;
  expect(await choose("instances_by_status", "order")).toBe("instances_by_status");
  expect(await choose("none", "order")).toBe("order");
  expect(await choose("none")).toBe("instances_by_id");
  expect(await chooseIndex([], fewBy("any"), undefined, "whole")).toEqual({ index: "whole" });
});
