import type { EntityQuery, InstanceFilter, InstanceQuery } from "../reader.ts";
import type { Value } from "./statements.ts";
import { rowsHaving } from "./text-search.ts";

export interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
  /** The index that finds, within a hub, the rows which meet it. */
  readonly index?: string;
  /** Where that is the index of texts: what it can be asked for. */
  readonly pieces?: readonly string[];
}

/** What rows are ordered by. */
export interface Order {
  readonly sql: string;
  /** What an absent value sorts as. */
  readonly absent: number | string;
  /** The index that holds the rows of a hub in this order. */
  readonly index?: string;
}

export function instanceOrder({ orderBy, filter }: InstanceQuery): Order {
  switch (orderBy) {
    case "instanceId":
      return { sql: "id", absent: "", index: "instances_by_id" };
    case "name":
      return { sql: "name", absent: "", index: "instances_by_name" };
    case "version":
      return { sql: "coalesce(version, '')", absent: "" };
    case "createdAt":
      return { sql: "created_at", absent: 0, index: creationIndex(filter) };
    case "lastUpdatedAt":
      return { sql: "last_updated_at", absent: 0, index: "instances_by_update" };
    case "completedAt":
      return filter.completed === undefined
        ? { sql: "coalesce(completed_at, 0)", absent: 0 }
        : { sql: "completed_at", absent: 0, index: "instances_by_completion" };
    case "scheduledStart":
      return { sql: "coalesce(scheduled_start_at, 0)", absent: 0 };
    case "status":
      return { sql: "status", absent: 0, index: "instances_by_status" };
    case "tags":
      return { sql: "tags", absent: "" };
  }
}

function creationIndex({ statuses }: InstanceFilter): string {
  return statuses?.length === 1 ? "instances_by_status" : "instances_by_creation";
}

/** The parts of `@name@key`; the key may have more of these signs. */
export const entityName = "substr(id, 2, instr(substr(id, 2), '@') - 1)";
export const entityKey = "substr(id, instr(substr(id, 2), '@') + 2)";

const entityOrders: Record<EntityQuery["orderBy"], Order> = {
  instanceId: { sql: "id", absent: "", index: "entities_by_id" },
  name: { sql: entityName, absent: "" },
  key: { sql: entityKey, absent: "" },
  lastModifiedAt: { sql: "last_modified_at", absent: 0, index: "entities_by_modification" },
};

export function entityOrder({ orderBy }: EntityQuery): Order {
  return entityOrders[orderBy];
}

/** Part of a table: the rows of one hub that meet all conditions, found by the index. */
export interface Selection {
  readonly table: "instances" | "entities";
  readonly hub: number;
  readonly conditions: readonly Condition[];
  readonly index: string;
  /** Instead of the index: the rows are among those whose texts have this. */
  readonly piece?: string;
}

/** Counts the rows, those beyond `limit` left out. */
export function countSql(selection: Selection, limit?: number): Condition {
  const { sql, values } = from(selection);
  return limit === undefined
    ? { sql: `SELECT count(*) AS n ${sql}`, values }
    : { sql: `SELECT count(*) AS n FROM (SELECT 1 ${sql} LIMIT ?)`, values: [...values, limit] };
}

/** Counts instances of which nothing but the status matters, by the counts that are kept. */
export function statusCountSql(hub: number, conditions: readonly Condition[]): Condition {
  const { sql, values } = allOf([inHub(hub), ...conditions]);
  return { sql: `SELECT coalesce(sum(count), 0) AS n FROM status_counts WHERE ${sql}`, values };
}

export interface Paging {
  readonly direction: "ascending" | "descending";
  readonly after?: { readonly value: number | string | undefined; readonly instanceId: string };
  readonly skip?: number;
  readonly limit: number;
}

/** Whole rows are read for the page alone: to find and to sort it, most indexes suffice. */
export function pageSql(
  selection: Selection,
  columns: string,
  order: Order,
  { direction, after, skip = 0, limit }: Paging,
): Condition {
  const [keyword, comparison] = direction === "ascending" ? ["ASC", ">"] : ["DESC", "<"];
  const beyond = after === undefined ? [] : [cursor(order, comparison, after)];
  // First, so that of two bounds on one column the index begins at this one.
  const { sql, values } = from({ ...selection, conditions: [...beyond, ...selection.conditions] });
  const ordered = `ORDER BY ${order.sql} ${keyword}, id ${keyword}`;
  return {
    sql: `SELECT ${columns} FROM ${selection.table}
      WHERE key IN (SELECT key ${sql} ${ordered} LIMIT ? OFFSET ?) ${ordered}`,
    values: [...values, limit, skip],
  };
}

function cursor(
  { sql, absent }: Order,
  comparison: string,
  { value = absent, instanceId }: NonNullable<Paging["after"]>,
): Condition {
  return { sql: `(${sql}, id) ${comparison} (?, ?)`, values: [value, instanceId] };
}

// SQLite knows nothing of how many rows are alike, so it is told which index to take.
function from({ table, hub, conditions, index, piece }: Selection): Condition {
  const { sql, values } = allOf([inHub(hub), ...conditions]);
  if (piece === undefined) return { sql: `FROM ${table} INDEXED BY ${index} WHERE ${sql}`, values };
  const rows = rowsHaving(piece);
  const joined = `FROM ${rows.sql} CROSS JOIN ${table} ON key = found WHERE ${sql}`;
  return { sql: joined, values: [...rows.values, ...values] };
}

function inHub(hub: number): Condition {
  return { sql: "hub = ?", values: [hub] };
}

export function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => sql).join(" AND "),
    values: conditions.flatMap(({ values }) => values),
  };
}
