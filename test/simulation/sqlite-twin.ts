import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { codec } from "../../emulator/grpc/codec.ts";
import { databaseName } from "../../emulator/store/data-folder.ts";
import type { Write } from "../../emulator/store/port.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { otherHubName } from "./other-hub.ts";
import type { DiskWitness } from "./simulated-disk.ts";
import { hubName } from "./simulated-process.ts";
import { demandEqual, snapshotOf } from "./snapshot.ts";
import type { World } from "./world.ts";

/**
 * A SQLite store that is given the groups that the simulated process has written, in their order
 * and beside the simulation. It must then hold what the memory store holds.
 */
export interface SqliteTwin extends DiskWitness {
  /**
   * To apply the journal breaks off after the last row, and the group is not written: what is in
   * the journal may not be lost, nor be in the tables twice.
   */
  breakOff(group: readonly Write[]): void;
  compare(world: World): Promise<void>;
  /** One run is over: it forgets all of it. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** The folder is the twin's alone. */
export async function openSqliteTwin(folder: string): Promise<SqliteTwin> {
  const open = () => openSqliteStore({ folder, durability: "normal", codec });
  let opened = await open();
  let work: Promise<unknown> = Promise.resolve();
  let failure: unknown;
  let groupCount = 0;

  const applyAll = () => opened.store.lastSequence();

  function execute(statements: readonly string[]): void {
    const database = new DatabaseSync(join(folder, databaseName));
    for (const statement of statements) database.exec(statement);
    database.close();
  }

  function afterwards(next: () => Promise<unknown>): void {
    work = work.then(next).catch((error: unknown) => {
      failure ??= error;
    });
  }

  return {
    hubCreated: (name) => afterwards(() => opened.store.createHub(name)),
    hubRemoved: (name) => afterwards(() => opened.store.removeHub(name)),
    committed: (group) =>
      afterwards(async () => {
        await opened.store.commit(group);
        groupCount += 1;
        if (groupCount % groupsAtOnce === 0) await applyAll();
      }),
    breakOff: (group) =>
      afterwards(async () => {
        execute(refusals);
        // Where nothing is to be applied, it is the group that breaks off.
        await applyAll().catch(() => {});
        const broken = opened.store.commit(group).then(
          () => new Error("A group was written that cannot be"),
          () => undefined,
        );
        failure ??= await broken;
        await opened.store.close();
        execute(noRefusals);
        opened = await open();
      }),
    async compare(world) {
      await work;
      world.demand(failure === undefined, "The SQLite store takes every group", () => `${failure}`);
      for (const hub of [hubName, otherHubName]) {
        const [sqlite, memory] = [await snapshotOf(opened, hub), await snapshotOf(world, hub)];
        demandEqual(world.demand, "Both stores hold the same", sqlite, memory);
      }
    },
    async end() {
      await work;
      for (const hub of await opened.store.hubs()) await opened.store.removeHub(hub);
      failure = undefined;
    },
    async close() {
      await work;
      await opened.store.close();
    },
  };
}

/** How many groups are brought from the journal into the tables together. */
const groupsAtOnce = 5;

/** What the journal refuses from now on, and with it all that would be in the same transaction. */
const refusals = ["INSERT", "DELETE"].map(
  (event) => `CREATE TRIGGER refuse_${event} BEFORE ${event} ON journal
    BEGIN SELECT RAISE(ABORT, 'refused'); END`,
);
const noRefusals = ["INSERT", "DELETE"].map((event) => `DROP TRIGGER refuse_${event}`);
