import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { codec } from "../../emulator/grpc/codec.ts";
import { rowsOf } from "../../emulator/store/sqlite/rows.ts";
import { migrations } from "../../emulator/store/sqlite/schema.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { statements } from "../../emulator/store/sqlite/statements.ts";
import { event, message, orchestration, writesTo } from "./records.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test.each(migrations.map((_, index) => index + 1))(
  "what version %d of the schema holds is there in the current one",
  async (version) => {
    const folder = await temporaryFolder();
    const database = new DatabaseSync(join(folder, "scheduler.db"));
    for (const migration of migrations.slice(0, version)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${version}; INSERT INTO hubs (name) VALUES ('h')`);
    const [sent, received] = [message(1, "one", { visibleAt: 20 }), message(2, "one")];
    const changes = writesTo(
      "h",
      "one",
      { type: "orchestration-saved", orchestration: orchestration("one") },
      { type: "history-appended", events: [event("a"), event("b")] },
      { type: "message-sent", message: sent },
      { type: "message-received", message: received },
    );
    for (const { instanceId, change } of changes) {
      for (const [name, ...values] of rowsOf(1, instanceId, change, codec)) {
        database.prepare(statements[name]).run(...values);
      }
    }
    database.close();

    const { store, reader } = await openSqliteStore({ folder, durability: "full", codec });
    onTestFinished(() => store.close());
    const one = await store.loadOrchestration("h", "one");
    expect(one).toMatchObject({ orchestration: orchestration("one"), inbox: [received] });
    const start = { visibleAt: 0, sequence: 0 };
    expect(await store.messagesOnTheirWay("h", start, 10)).toEqual([sent]);
    expect(await reader.history("h", "one", 1, 1)).toEqual([event("b")]);
    expect(await reader.countByStatus("h")).toMatchObject({ running: 1, pending: 0 });
    expect(await reader.children("h", "parent")).toHaveLength(1);
  },
);
