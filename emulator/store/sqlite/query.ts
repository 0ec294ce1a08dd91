import type { EntityQuery, InstanceColumn } from "../reader.ts";
import type { Value } from "./statements.ts";

export interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
}

interface Column {
  readonly sql: string;
  /** What an absent value sorts as. */
  readonly absent: number | string;
}

export const instanceColumns: Record<InstanceColumn, Column> = {
  instanceId: { sql: "id", absent: "" },
  name: { sql: "name", absent: "" },
  version: { sql: "coalesce(version, '')", absent: "" },
  createdAt: { sql: "created_at", absent: 0 },
  lastUpdatedAt: { sql: "last_updated_at", absent: 0 },
  completedAt: { sql: "coalesce(completed_at, 0)", absent: 0 },
  scheduledStart: { sql: "coalesce(scheduled_start_at, 0)", absent: 0 },
  status: { sql: "status", absent: 0 },
};

export const entityColumns: Record<EntityQuery["orderBy"], Column> = {
  instanceId: { sql: "id", absent: "" },
  lastModifiedAt: { sql: "last_modified_at", absent: 0 },
};

export function where(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => sql).join(" AND "),
    values: conditions.flatMap(({ values }) => values),
  };
}

export interface Paging {
  readonly direction: "ascending" | "descending";
  readonly after?: { readonly value: number | string | undefined; readonly instanceId: string };
  readonly skip?: number;
  readonly limit: number;
}

export function pageSql(
  table: string,
  condition: Condition,
  column: Column,
  { direction, after, skip = 0, limit }: Paging,
): Condition {
  const isAscending = direction === "ascending";
  const order = isAscending ? "ASC" : "DESC";
  const cursor = after && [after.value ?? column.absent, after.instanceId];
  const beyond = cursor && ` AND (${column.sql}, id) ${isAscending ? ">" : "<"} (?, ?)`;
  return {
    sql: `SELECT * FROM ${table} WHERE ${condition.sql}${beyond ?? ""}
      ORDER BY ${column.sql} ${order}, id ${order} LIMIT ? OFFSET ?`,
    values: [...condition.values, ...(cursor ?? []), limit, skip],
  };
}
