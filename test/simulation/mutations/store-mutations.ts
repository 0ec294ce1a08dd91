import type { Mutation } from "./mutation.ts";

export const storeMutations: readonly Mutation[] = [
  {
    rule: "the children of an execution go with it (in memory)",
    file: "emulator/store/memory/memory-store.ts",
    source: "tables.children.delete(id);\n",
    replacement: "",
  },
  {
    rule: "a message that has arrived is no longer on its way (in memory)",
    file: "emulator/store/memory/memory-store.ts",
    source: 'const received = change.type === "message-received";',
    replacement: "const received = tables.messages.has(0);",
  },
  {
    rule: "a group that breaks off leaves nothing",
    file: "emulator/store/sqlite/writer.ts",
    source: "      begin.run();\n",
    replacement: "",
  },
  {
    rule: "what is in the tables is no longer in the journal",
    file: "emulator/store/sqlite/journal.ts",
    source: 'return [...pending.take(), ["clearJournal"]];',
    replacement: "return pending.take();",
  },
  {
    rule: "what a stopped process had in its journal is brought into the tables",
    file: "emulator/store/sqlite/journal.ts",
    source: 'add(groupOf({ rows: text(row, "rows"), bytes: bytes(row, "bytes") }));',
    replacement: 'groupOf({ rows: text(row, "rows"), bytes: bytes(row, "bytes") });',
  },
  {
    rule: "what the tables have is removed from them",
    file: "emulator/store/sqlite/pending-rows.ts",
    source: "if (removedSequenceOf(row) > pending.lastKept) {",
    replacement: "if (removedSequenceOf(row) > 0) {",
  },
  {
    rule: "the messages to an execution go with it",
    file: "emulator/store/sqlite/statements.ts",
    source: "target = ? AND received = 0 AND execution_id = ?`",
    replacement: "target = ? AND received = 1 AND execution_id = ?`",
  },
  {
    rule: "messages are delivered by time",
    file: "emulator/store/sqlite/sqlite-store.ts",
    source: "ORDER BY visible_at, sequence LIMIT ?",
    replacement: "ORDER BY sequence LIMIT ?",
  },
  {
    rule: "one child's end leaves the others",
    file: "emulator/store/sqlite/statements.ts",
    source: "AND task_scheduled_id = ? ORDER BY key LIMIT 1)",
    replacement: "AND ? IS NOT NULL ORDER BY key LIMIT 1)",
  },
];
