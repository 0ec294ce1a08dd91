import { type Status, statuses, statusOfNumber } from "../../core/status.ts";
import type { Codec } from "../codec.ts";
import type { EntityView, InstanceView, Reader } from "../reader.ts";
import { openConnection, type ResultRow } from "./connection.ts";
import { entityConditions, instanceConditions, isOfStatus } from "./filters.ts";
import type { HubKeys } from "./hub-keys.ts";
import { type Choice, chooseIndex, fewRows } from "./index-choice.ts";
import {
  type Condition,
  countSql,
  entityOrder,
  instanceOrder,
  pageSql,
  type Selection,
  statusCountSql,
} from "./query.ts";
import {
  bytes,
  entityOf,
  instanceAndPayloads,
  instanceColumns,
  orchestrationOf,
  payloadsOf,
} from "./read-rows.ts";
import { rarestOf } from "./text-search.ts";

export interface SqliteReaderPorts {
  readonly file: string;
  readonly hubKeys: HubKeys;
  readonly codec: Codec;
  /** Resolves once the tables have all that was committed before the call. */
  readonly applied: () => Promise<void>;
  /** Resolves once all that queries can see by now is durable. */
  readonly settled: () => Promise<void>;
}

/**
 * Queries on a connection of their own, so that however long they take no commit waits for them.
 * What they find is told once it is durable: what is written is there to be found a little earlier.
 */
export function createSqliteReader({
  file,
  hubKeys,
  codec,
  applied,
  settled,
}: SqliteReaderPorts): Reader & { close(): Promise<void> } {
  const pragmas = ["cache_size = -16000"];
  const connection = openConnection({ file, readOnly: true, pragmas });
  const keyOf = (hub: string) => hubKeys.get(hub) ?? 0;
  const all = async ({ sql, values }: Condition) => {
    await applied();
    const rows = await connection.all(sql, ...values);
    await settled();
    return rows;
  };
  const number = async (query: Condition) => Number((await all(query))[0]?.n);
  const view = (row: ResultRow): InstanceView => ({
    orchestration: orchestrationOf(row),
    payloads: payloadsOf(row, codec),
  });

  async function select(
    table: Selection["table"],
    hub: number,
    conditions: readonly Condition[],
    order?: string,
  ): Promise<Selection> {
    const fewBy = async (condition: Condition, index: string): Promise<Choice | undefined> => {
      if (condition.pieces !== undefined) {
        const piece = await rarestOf(condition.pieces, fewRows, number);
        return piece === undefined ? undefined : { index, piece };
      }
      const few = countSql({ table, hub, conditions: [condition], index }, fewRows + 1);
      return (await number(few)) <= fewRows ? { index } : undefined;
    };
    const choice = await chooseIndex(conditions, fewBy, order, wholeHub[table]);
    return { table, hub, conditions, ...choice };
  }

  return {
    async instances(hub, query) {
      const order = instanceOrder(query);
      const conditions = instanceConditions(query.filter);
      const selection = await select("instances", keyOf(hub), conditions, order.index);
      const columns = query.withPayloads ? instanceAndPayloads : instanceColumns;
      return (await all(pageSql(selection, columns, order, query))).map(view);
    },
    async countInstances(hub, filter, limit) {
      const conditions = instanceConditions(filter);
      if (conditions.every(isOfStatus)) {
        const count = await number(statusCountSql(keyOf(hub), conditions));
        return Math.min(count, limit ?? count);
      }
      return number(countSql(await select("instances", keyOf(hub), conditions), limit));
    },
    async countByStatus(hub) {
      const sql = "SELECT status, count FROM status_counts WHERE hub = ?";
      const counts = Object.fromEntries(statuses.map((status) => [status, 0]));
      for (const row of await all({ sql, values: [keyOf(hub)] })) {
        const status = statusOfNumber(Number(row.status));
        if (status !== undefined) counts[status] = Number(row.count);
      }
      return counts as Record<Status, number>;
    },
    async instance(hub, instanceId) {
      const sql = `SELECT ${instanceAndPayloads} FROM instances WHERE hub = ? AND id = ?`;
      const [row] = await all({ sql, values: [keyOf(hub), instanceId] });
      return row && view(row);
    },
    async history(hub, instanceId, from, limit) {
      const values = [keyOf(hub), instanceId, from + limit, from];
      const rows = await all({ sql: sliceSql, values });
      const events = rows.flatMap((row) => codec.decodeHistory(bytes(row, "events")));
      const skipped = from - Number(rows[0]?.start ?? from);
      return events.slice(skipped, skipped + limit);
    },
    async children(hub, instanceId) {
      return (await all({ sql: childrenSql, values: [keyOf(hub), instanceId] })).map(view);
    },
    async entities(hub, query) {
      const order = entityOrder(query);
      const conditions = entityConditions(query.filter);
      const selection = await select("entities", keyOf(hub), conditions, order.index);
      const columns = query.withState ? entityColumns : entityWithoutState;
      const rows = await all(pageSql(selection, columns, order, query));
      return rows.map(entityView);
    },
    async entity(hub, instanceId) {
      const sql = `SELECT ${entityColumns} FROM entities WHERE hub = ? AND id = ?`;
      const [row] = await all({ sql, values: [keyOf(hub), instanceId] });
      return row && entityView(row);
    },
    countEntities: async (hub, filter) =>
      number(countSql(await select("entities", keyOf(hub), entityConditions(filter)))),
    close: connection.close,
  };
}

function entityView(row: ResultRow): EntityView {
  return { entity: entityOf(row), backlog: Number(row.backlog) };
}

/** Where no condition and no order has an index: in this one the rows lie as they were made. */
const wholeHub = { instances: "instances_by_creation", entities: "entities_by_id" } as const;

const entityWithoutState = `id, execution_id, last_modified_at, lock_owner, lock_section,
  (SELECT count(*) FROM messages INDEXED BY messages_received
    WHERE messages.hub = entities.hub AND target = entities.id AND received = 1) AS backlog`;
const entityColumns = `state, ${entityWithoutState}`;

const childrenSql = `SELECT ${instanceColumns} FROM instances INDEXED BY instances_by_parent
  WHERE hub = ? AND parent_id = ? ORDER BY created_at, id`;

/** The slices that hold events from the last parameter up to the one before it. */
const sliceSql = `SELECT start, events FROM (
    SELECT key AS slice, length, sum(length) OVER (ORDER BY key) - length AS start FROM history
    WHERE instance = (SELECT key FROM instances WHERE hub = ? AND id = ?)
  ) JOIN history ON key = slice WHERE start < ? AND start + history.length > ? ORDER BY start`;
