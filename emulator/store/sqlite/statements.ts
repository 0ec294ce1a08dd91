const theInstance = "(SELECT key FROM instances WHERE hub = ? AND id = ?)";
/** The same ones in each statement of a commit. */
const someInstances = "(SELECT key FROM instances WHERE hub = ? ORDER BY id LIMIT 500)";

/** Every statement that writes. The writer prepares each once. */
export const statements = {
  saveInstance: `
    INSERT INTO instances (hub, id, execution_id, name, version, status, created_at,
      last_updated_at, completed_at, scheduled_start_at, parent_id, tags, history_length, more)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (hub, id) DO UPDATE SET execution_id = excluded.execution_id,
      name = excluded.name, version = excluded.version, status = excluded.status,
      created_at = excluded.created_at, last_updated_at = excluded.last_updated_at,
      completed_at = excluded.completed_at, scheduled_start_at = excluded.scheduled_start_at,
      parent_id = excluded.parent_id, tags = excluded.tags,
      history_length = excluded.history_length, more = excluded.more`,
  savePayload: `
    INSERT OR REPLACE INTO payloads (instance, field, value) VALUES (${theInstance}, ?, ?)`,
  removePayload: `DELETE FROM payloads WHERE instance = ${theInstance} AND field = ?`,
  appendHistory: `INSERT INTO history (instance, length, events) VALUES (${theInstance}, ?, ?)`,
  clearHistory: `DELETE FROM history WHERE instance = ${theInstance}`,
  clearPayloads: `DELETE FROM payloads WHERE instance = ${theInstance}`,
  removeInstance: "DELETE FROM instances WHERE hub = ? AND id = ?",
  saveMessage: `
    INSERT OR REPLACE INTO messages
      (sequence, hub, target, execution_id, visible_at, received, event)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  removeMessage: "DELETE FROM messages WHERE sequence = ?",
  removeInbox: "DELETE FROM messages WHERE hub = ? AND target = ? AND received = 1",
  removeOnTheirWay: "DELETE FROM messages WHERE hub = ? AND target = ? AND received = 0",
  endMessagesTo: `
    DELETE FROM messages WHERE hub = ? AND target = ? AND received = 0 AND execution_id = ?`,
  saveTask: `
    INSERT INTO tasks
      (sequence, hub, instance_id, execution_id, instance_version, name, version, event)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  removeTask: "DELETE FROM tasks WHERE sequence = ?",
  removeTasksOf: "DELETE FROM tasks WHERE hub = ? AND instance_id = ?",
  startChild: `
    INSERT INTO children (hub, parent_id, task_scheduled_id, instance_id) VALUES (?, ?, ?, ?)`,
  endChild: `
    DELETE FROM children WHERE key = (SELECT key FROM children
      WHERE hub = ? AND parent_id = ? AND task_scheduled_id = ? ORDER BY key LIMIT 1)`,
  endChildren: "DELETE FROM children WHERE hub = ? AND parent_id = ?",
  saveEntity: `
    INSERT INTO entities (hub, id, execution_id, state, last_modified_at, lock_owner, lock_section)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (hub, id) DO UPDATE SET execution_id = excluded.execution_id,
      state = excluded.state, last_modified_at = excluded.last_modified_at,
      lock_owner = excluded.lock_owner, lock_section = excluded.lock_section`,
  removeEntity: "DELETE FROM entities WHERE hub = ? AND id = ?",
  createHub: "INSERT INTO hubs (name) VALUES (?) ON CONFLICT (name) DO NOTHING",
  renameHub: "UPDATE hubs SET name = ? WHERE key = ?",
  removeHub: "DELETE FROM hubs WHERE key = ?",
  removeHubCounts: "DELETE FROM status_counts WHERE hub = ?",
  removeSomeHistory: `DELETE FROM history WHERE instance IN ${someInstances}`,
  removeSomePayloads: `DELETE FROM payloads WHERE instance IN ${someInstances}`,
  removeSomeInstances: `DELETE FROM instances WHERE key IN ${someInstances}`,
  removeSomeOnTheirWay: `
    DELETE FROM messages WHERE sequence IN
      (SELECT sequence FROM messages WHERE hub = ? AND received = 0 LIMIT 500)`,
  removeSomeReceived: `
    DELETE FROM messages WHERE sequence IN
      (SELECT sequence FROM messages WHERE hub = ? AND received = 1 LIMIT 500)`,
  removeSomeTasks: `
    DELETE FROM tasks WHERE sequence IN (SELECT sequence FROM tasks WHERE hub = ? LIMIT 500)`,
  removeSomeChildren: `
    DELETE FROM children WHERE key IN (SELECT key FROM children WHERE hub = ? LIMIT 500)`,
  removeSomeEntities: `
    DELETE FROM entities WHERE key IN (SELECT key FROM entities WHERE hub = ? LIMIT 500)`,
  saveDocument: `
    INSERT INTO documents (key, text) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET text = excluded.text`,
  removeDocument: "DELETE FROM documents WHERE key = ?",
  addToJournal: "INSERT INTO journal (rows, bytes) VALUES (?, ?)",
  clearJournal: "DELETE FROM journal",
} as const;

/** Changes an instance that has the other values already. */
const updateInstance = (set: string, kept: string) => `
    UPDATE instances INDEXED BY instances_by_id SET ${set} execution_id = ?3,
      last_updated_at = ?8, tags = ?12, history_length = ?13, more = ?14
    WHERE hub = ?1 AND id = ?2 AND name = ?4 AND version IS ?5 AND created_at = ?7
      AND scheduled_start_at IS ?10 AND parent_id IS ?11 AND ${kept}`;

/** What a turn changes: of the indexes, only the one by update. */
const touchInstance = updateInstance("", "status = ?6 AND completed_at IS ?9");
/** What the end changes: those by status and by completion, too. */
const endInstance = updateInstance("status = ?6, completed_at = ?9,", "completed_at IS NULL");

/**
 * Tried first, with the same values: SQLite rewrites each index of which a column is set, whether
 * its value changes or not. Where it finds no row the statement itself is executed.
 */
export const shortcuts: { readonly [Name in StatementName]?: (row: Row) => string } = {
  saveInstance: ([, , , , , , , , , completedAt]) =>
    completedAt === null ? touchInstance : endInstance,
};

export type StatementName = keyof typeof statements;
export type Value = string | number | null | Uint8Array;

/** One execution of a statement. */
export type Row = readonly [StatementName, ...(readonly Value[])];
