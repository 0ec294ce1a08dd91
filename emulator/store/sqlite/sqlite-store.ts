import { join } from "node:path";
import type { Codec } from "../codec.ts";
import { databaseName, lockDataFolder, prepareDatabase } from "../data-folder.ts";
import type { Document, Store, WaitingTask, Write } from "../port.ts";
import type { Reader } from "../reader.ts";
import { failureOf } from "./failure.ts";
import { type HubKeys, takeUpHubs } from "./hub-keys.ts";
import { emptyHub, removedName } from "./hub-removal.ts";
import { type Journal, openJournal } from "./journal.ts";
import { withoutPassingMessages } from "./passing-messages.ts";
import type { OwnRows } from "./pending-rows.ts";
import {
  bytes,
  entityOf,
  instanceAndPayloads,
  messageOf,
  orchestrationOf,
  payloadsOf,
  taskOf,
} from "./read-rows.ts";
import { rowsOf } from "./rows.ts";
import { createSqliteReader } from "./sqlite-reader.ts";
import type { Row } from "./statements.ts";
import { type Durability, openWriter, type Writer } from "./writer.ts";

export interface SqliteSettings {
  /** Created if it does not exist; used by one process at a time. */
  readonly folder: string;
  readonly durability: Durability;
  readonly codec: Codec;
}

/** A store in one SQLite file. Throws StoreError when the folder cannot be used. */
export async function openSqliteStore(settings: SqliteSettings): Promise<{
  readonly store: Store;
  readonly reader: Reader;
}> {
  const { folder, durability, codec } = settings;
  const unlock = lockDataFolder(folder);
  try {
    const file = join(folder, databaseName);
    prepareDatabase(file);
    const writer = openWriter(file, durability);
    const { hubKeys, journal } = await takeUp(writer).catch(async (error: unknown) => {
      await writer.close();
      throw failureOf(file, error);
    });
    const reader = createSqliteReader({
      file,
      hubKeys,
      codec,
      applied: journal.apply,
      settled: writer.settled,
    });
    const store = createStore(writer, journal, hubKeys, codec, async () => {
      try {
        await reader.close();
        // Whoever opens the file finds all in the tables. Without it, the next opening applies it.
        await journal.apply().catch(() => {});
        await writer.close();
      } finally {
        unlock();
      }
    });
    return { store, reader };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** What a stopped process has left. */
async function takeUp(writer: Writer): Promise<{ hubKeys: HubKeys; journal: Journal }> {
  const hubKeys = await takeUpHubs(writer);
  return { hubKeys, journal: await openJournal(writer, await lastSequenceOf(writer)) };
}

async function lastSequenceOf(writer: Writer): Promise<number> {
  const [row] = await writer.all(
    `SELECT max(coalesce((SELECT max(sequence) FROM messages), 0),
                coalesce((SELECT max(sequence) FROM tasks), 0)) AS last`,
  );
  return Number(row?.last);
}

function createStore(
  writer: Writer,
  journal: Journal,
  hubKeys: HubKeys,
  codec: Codec,
  close: () => Promise<void>,
): Store {
  // No row has this key, so that an unknown hub reads as an empty one.
  const keyOf = (hub: string) => hubKeys.get(hub) ?? 0;
  const inbox = async (hub: string, target: string) => {
    const rows = await writer.all(
      "SELECT * FROM messages WHERE hub = ? AND target = ? AND received = 1 ORDER BY sequence",
      keyOf(hub),
      target,
    );
    return rows.map((row) => messageOf(row, codec));
  };

  function ownRowsOf(group: readonly Write[]): readonly OwnRows[] {
    const all: { readonly hub: number; readonly id: string; readonly rows: Row[] }[] = [];
    for (const { hub, instanceId: id, change } of group) {
      const key = hubKeys.get(hub);
      if (key === undefined) continue;
      const rows = rowsOf(key, id, change, codec);
      const last = all.at(-1);
      if (last?.hub === key && last.id === id) last.rows.push(...rows);
      else all.push({ hub: key, id, rows });
    }
    return all;
  }

  return {
    hubs: async () => [...hubKeys.keys()],
    async createHub(name) {
      if (hubKeys.has(name)) return;
      await writer.commit([["createHub", name]]);
      const [row] = await writer.all("SELECT key FROM hubs WHERE name = ?", name);
      hubKeys.set(name, Number(row?.key));
    },
    async removeHub(name) {
      const key = hubKeys.get(name);
      if (key === undefined) return;
      // At once, so that no group committed meanwhile adds to what is being removed.
      hubKeys.delete(name);
      await Promise.all([journal.apply(), writer.commit([["renameHub", removedName(key), key]])]);
      await emptyHub(writer, key);
    },
    async commit(group) {
      await journal.commit(ownRowsOf(withoutPassingMessages(group)));
    },
    async loadOrchestration(hub, instanceId) {
      const key = keyOf(hub);
      await journal.applyOf(key, instanceId);
      const [row] = await writer.all(instanceSql, key, instanceId);
      // A start asks for one that is not there.
      if (row === undefined) return undefined;
      const [messages, children] = await Promise.all([
        inbox(hub, instanceId),
        writer.all(childrenSql, key, instanceId),
      ]);
      return {
        orchestration: orchestrationOf(row),
        payloads: payloadsOf(row, codec),
        inbox: messages,
        children: children.map((child) => ({
          taskScheduledId: Number(child.task_scheduled_id),
          instanceId: String(child.instance_id),
        })),
        lease: undefined,
      };
    },
    async loadEntity(hub, instanceId) {
      const sql = "SELECT * FROM entities WHERE hub = ? AND id = ?";
      await journal.applyOf(keyOf(hub), instanceId);
      const [row] = await writer.all(sql, keyOf(hub), instanceId);
      if (row === undefined) return undefined;
      const messages = await inbox(hub, instanceId);
      return { entity: entityOf(row), inbox: messages, lease: undefined };
    },
    async loadTask(hub, sequence) {
      await journal.apply();
      const sql = "SELECT * FROM tasks WHERE hub = ? AND sequence = ?";
      const [row] = await writer.all(sql, keyOf(hub), sequence);
      return row && taskOf(row, codec);
    },
    async loadHistory(hub, instanceId) {
      await journal.applyOf(keyOf(hub), instanceId);
      const rows = await writer.all(historySql, keyOf(hub), instanceId);
      return rows.map((row) => bytes(row, "events"));
    },
    async lastSequence() {
      await journal.apply();
      return lastSequenceOf(writer);
    },
    async backlog(hub) {
      const key = keyOf(hub);
      await journal.apply();
      const [orchestrations, entities, tasks] = await Promise.all([
        writer.all(waitingSql("instances", "i.id, i.name, i.version"), key),
        writer.all(waitingSql("entities", "i.id"), key),
        writer.all(waitingTasksSql, key),
      ]);
      return {
        orchestrations: orchestrations.map((row) => ({
          instanceId: String(row.id),
          name: String(row.name),
          version: textOrNone(row.version),
        })),
        entities: entities.map((row) => String(row.id)),
        tasks: tasks.map(
          (row): WaitingTask => ({
            sequence: Number(row.sequence),
            instanceId: String(row.instance_id),
            name: String(row.name),
            version: textOrNone(row.version),
            instanceVersion: textOrNone(row.instance_version),
          }),
        ),
      };
    },
    async messagesOnTheirWay(hub, { visibleAt, sequence }, limit) {
      await journal.apply();
      const rows = await writer.all(
        `SELECT * FROM messages WHERE hub = ? AND received = 0 AND (visible_at, sequence) > (?, ?)
         ORDER BY visible_at, sequence LIMIT ?`,
        keyOf(hub),
        visibleAt,
        sequence,
        limit,
      );
      return rows.map((row) => messageOf(row, codec));
    },
    async documents() {
      const rows = await writer.all("SELECT key, text FROM documents ORDER BY key");
      return new Map(rows.map((row) => [String(row.key), String(row.text)]));
    },
    async saveDocuments(documents) {
      await writer.commit(documents.map(documentRow));
    },
    close,
  };
}

function documentRow({ key, text }: Document): Row {
  return text === undefined ? ["removeDocument", key] : ["saveDocument", key, text];
}

const theInstance = "(SELECT key FROM instances WHERE hub = ? AND id = ?)";
const instanceSql = `SELECT ${instanceAndPayloads} FROM instances WHERE hub = ? AND id = ?`;
const historySql = `SELECT events FROM history WHERE instance = ${theInstance} ORDER BY key`;
const childrenSql = `SELECT task_scheduled_id, instance_id FROM children
  WHERE hub = ? AND parent_id = ? ORDER BY key`;
const waitingTasksSql = `SELECT sequence, instance_id, name, version, instance_version FROM tasks
  WHERE hub = ? ORDER BY sequence`;

// Left to itself SQLite reads all messages on their way too, to have them grouped by target.
function waitingSql(table: "instances" | "entities", columns: string): string {
  return `SELECT ${columns} FROM
    (SELECT hub, target, min(sequence) AS first
      FROM messages INDEXED BY messages_received
      WHERE hub = ? AND received = 1 GROUP BY target) AS m
    JOIN ${table} AS i ON i.hub = m.hub AND i.id = m.target ORDER BY m.first`;
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
