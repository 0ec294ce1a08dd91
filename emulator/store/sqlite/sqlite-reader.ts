import { type Status, statuses, statusNumbers, statusOfNumber } from "../../core/status.ts";
import type { Codec } from "../codec.ts";
import type { EntityFilter, InstanceFilter, InstanceView, Reader } from "../reader.ts";
import { type Connection, openConnection, type ResultRow } from "./connection.ts";
import { type Condition, entityColumns, instanceColumns, pageSql, where } from "./query.ts";
import { bytes, entityOf, orchestrationOf, payloadsOf } from "./read-rows.ts";
import type { HubKeys } from "./sqlite-store.ts";

/** Queries on a connection of their own, opened with the first of them. */
export function createSqliteReader(
  file: string,
  hubKeys: HubKeys,
  codec: Codec,
): Reader & { close(): Promise<void> } {
  let opened: Connection | undefined;
  const connection = () => {
    opened ??= openConnection({ file, readOnly: true, pragmas: ["cache_size = -16000"] });
    return opened;
  };
  const keyOf = (hub: string) => hubKeys.get(hub) ?? 0;
  const all = (sql: string, ...values: Condition["values"]) => connection().all(sql, ...values);

  async function view(row: ResultRow, withPayloads: boolean): Promise<InstanceView> {
    const rows = withPayloads
      ? await all("SELECT field, value FROM payloads WHERE instance = ?", Number(row.key))
      : [];
    return { orchestration: orchestrationOf(row), payloads: payloadsOf(rows, codec) };
  }

  async function count(from: string, { sql, values }: Condition): Promise<number> {
    const [row] = await all(`SELECT count(*) AS n FROM ${from} WHERE ${sql}`, ...values);
    return Number(row?.n);
  }

  return {
    async instances(hub, query) {
      const condition = where(instanceConditions(keyOf(hub), query.filter));
      const { sql, values } = pageSql(
        "instances",
        condition,
        instanceColumns[query.orderBy],
        query,
      );
      const rows = await all(sql, ...values);
      return Promise.all(rows.map((row) => view(row, query.withPayloads)));
    },
    countInstances: (hub, filter) =>
      count("instances", where(instanceConditions(keyOf(hub), filter))),
    async countByStatus(hub) {
      const sql = "SELECT status, count(*) AS n FROM instances WHERE hub = ? GROUP BY status";
      const counts = Object.fromEntries(statuses.map((status) => [status, 0]));
      for (const row of await all(sql, keyOf(hub))) {
        const status = statusOfNumber(Number(row.status));
        if (status !== undefined) counts[status] = Number(row.n);
      }
      return counts as Record<Status, number>;
    },
    async instance(hub, instanceId) {
      const sql = "SELECT * FROM instances WHERE hub = ? AND id = ?";
      const [row] = await all(sql, keyOf(hub), instanceId);
      return row && view(row, true);
    },
    async history(hub, instanceId, from, limit) {
      const rows = await all(sliceSql, keyOf(hub), instanceId, from + limit, from);
      const events = rows.flatMap((row) => codec.decodeHistory(bytes(row, "events")));
      const skipped = from - Number(rows[0]?.start ?? from);
      return events.slice(skipped, skipped + limit);
    },
    async children(hub, instanceId) {
      const sql = "SELECT * FROM instances WHERE hub = ? AND parent_id = ? ORDER BY created_at, id";
      const rows = await all(sql, keyOf(hub), instanceId);
      return Promise.all(rows.map((row) => view(row, false)));
    },
    async entities(hub, query) {
      const condition = where(entityConditions(keyOf(hub), query.filter));
      const { sql, values } = pageSql("entities", condition, entityColumns[query.orderBy], query);
      const rows = await all(sql, ...values);
      return Promise.all(
        rows.map(async (row) => {
          const entity = entityOf(row);
          const backlog = await count("messages INDEXED BY messages_by_target", {
            sql: "hub = ? AND target = ? AND received = 1",
            values: [keyOf(hub), entity.instanceId],
          });
          return { entity: query.withState ? entity : { ...entity, state: undefined }, backlog };
        }),
      );
    },
    countEntities: (hub, filter) => count("entities", where(entityConditions(keyOf(hub), filter))),
    close: async () => opened?.close(),
  };
}

/** The slices that hold events from the last parameter up to the one before it. */
const sliceSql = `SELECT start, events FROM (
    SELECT events, length, sum(length) OVER (ORDER BY key) - length AS start FROM history
    WHERE instance = (SELECT key FROM instances WHERE hub = ? AND id = ?)
  ) WHERE start < ? AND start + length > ? ORDER BY start`;

function instanceConditions(hub: number, filter: InstanceFilter): Condition[] {
  return [
    { sql: "hub = ?", values: [hub] },
    ...oneOf("status", filter.statuses?.map((status) => statusNumbers[status]) ?? []),
    ...within("created_at", filter.created),
    ...within("last_updated_at", filter.lastUpdated),
    ...within("completed_at", filter.completed),
    ...prefix("id", filter.idPrefix),
    ...contains("id", filter.idContains),
    ...contains("name", filter.nameContains),
    ...contains("coalesce(version, '')", filter.versionContains),
    ...contains("tags", filter.tagContains),
  ];
}

const entityName = "substr(id, 2, instr(substr(id, 2), '@') - 1)";
const entityKey = "substr(id, instr(substr(id, 2), '@') + 2)";

function entityConditions(hub: number, filter: EntityFilter): Condition[] {
  return [
    { sql: "hub = ?", values: [hub] },
    ...(filter.includeTransient ? [] : [{ sql: "state IS NOT NULL", values: [] }]),
    ...prefix("id", filter.idPrefix),
    ...contains(entityName, filter.nameContains),
    ...contains(entityKey, filter.keyContains),
    ...within("last_modified_at", filter.lastModified),
  ];
}

function oneOf(column: string, values: readonly number[]): Condition[] {
  if (values.length === 0) return [];
  return [{ sql: `${column} IN (${values.map(() => "?").join(", ")})`, values }];
}

function within(column: string, range: InstanceFilter["created"]): Condition[] {
  return [
    ...(range?.from === undefined ? [] : [{ sql: `${column} >= ?`, values: [range.from] }]),
    ...(range?.to === undefined ? [] : [{ sql: `${column} < ?`, values: [range.to] }]),
    ...(range === undefined ? [] : [{ sql: `${column} IS NOT NULL`, values: [] }]),
  ];
}

function prefix(column: string, value: string | undefined): Condition[] {
  if (value === undefined) return [];
  return [{ sql: `${column} >= ? AND instr(${column}, ?) = 1`, values: [value, value] }];
}

// SQLite's lower() folds ASCII alone, which is the rule.
function contains(column: string, value: string | undefined): Condition[] {
  return value === undefined
    ? []
    : [{ sql: `instr(lower(${column}), lower(?)) > 0`, values: [value] }];
}
