import { namesIn } from "./conditions.ts";
import { fieldsOf } from "./fields.ts";
import type { JsonRecord } from "./json-record.ts";

export interface Paging<Column> {
  readonly orderBy: Column;
  readonly direction: "ascending" | "descending";
  readonly skip: number;
  readonly limit: number;
}

const directions: Readonly<Record<string, Paging<never>["direction"]>> = {
  ASCENDING_SORT: "ascending",
  DESCENDING_SORT: "descending",
};

const countDefault = 100;
const countMax = 10_000;

/** Order and page of a query, or the text of what is wrong with them. */
export function pagingOf<Column>(
  { pagination = {}, sort = [] }: { pagination?: JsonRecord; sort?: readonly JsonRecord[] },
  columns: Readonly<Record<string, Column>>,
  columnDefault: Column,
): Paging<Column> | string {
  const page = fieldsOf(pagination, { startIndex: "number", count: "number" });
  if (typeof page === "string") return `pagination: ${page}`;
  const { startIndex: skip = 0, count: limit = countDefault } = page;
  if (!isCount(skip) || !isCount(limit)) return "startIndex and count are whole numbers from 0";
  if (limit > countMax) return `count is at most ${countMax}; get the rest with startIndex`;
  const [first = {}, ...others] = sort;
  if (others.length > 0) return "one column to sort by at most; ties are in the order of their ids";
  const order = fieldsOf(first, { column: "text", direction: "text" });
  if (typeof order === "string") return `sort: ${order}`;
  const orderBy = order.column === undefined ? columnDefault : columns[order.column];
  if (orderBy === undefined) return `no sort column ${order.column}; there are ${namesIn(columns)}`;
  const direction = order.direction === undefined ? "descending" : directions[order.direction];
  if (direction === undefined) {
    return `no direction ${order.direction}; there are ${namesIn(directions)}`;
  }
  return { orderBy, direction, skip, limit };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
