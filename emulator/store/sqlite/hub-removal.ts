import { setImmediate } from "node:timers/promises";
import type { StatementName } from "./statements.ts";
import type { Writer } from "./writer.ts";

/** No hub can have such a name: a space is in none. */
const prefix = "removed ";

/** The name that a hub's row has until nothing of the hub is left; its own is free at once. */
export function removedName(key: number): string {
  return prefix + key;
}

export function isRemovedName(name: string): boolean {
  return name.startsWith(prefix);
}

/** Which rows a hub has, and what takes away some hundreds of them. */
const parts: readonly (readonly [rows: string, statements: readonly StatementName[]])[] = [
  ["instances WHERE hub = ?", ["removeSomeHistory", "removeSomePayloads", "removeSomeInstances"]],
  ["messages WHERE hub = ? AND received = 0", ["removeSomeOnTheirWay"]],
  ["messages WHERE hub = ? AND received = 1", ["removeSomeReceived"]],
  ["tasks WHERE hub = ?", ["removeSomeTasks"]],
  ["children WHERE hub = ?", ["removeSomeChildren"]],
  ["entities WHERE hub = ?", ["removeSomeEntities"]],
];

/**
 * Deletes all that a removed hub had, in small commits: what other hubs commit meanwhile comes in
 * between. It can be cut off at any point and done again.
 */
export async function emptyHub(writer: Writer, key: number): Promise<void> {
  for (const [rows, statements] of parts) {
    const sql = `SELECT 1 FROM ${rows} LIMIT 1`;
    while ((await writer.all(sql, key)).length > 0) {
      await writer.commit(statements.map((statement) => [statement, key]));
      await setImmediate();
    }
  }
  await writer.commit([
    ["removeHubCounts", key],
    ["removeHub", key],
  ]);
}
