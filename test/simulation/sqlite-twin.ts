import type { StoredChange } from "../../emulator/core/change.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import type { Write } from "../../emulator/store/port.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { hubName } from "./simulated-process.ts";
import { demandEqual, snapshotOf } from "./snapshot.ts";
import type { World } from "./world.ts";

/**
 * A SQLite store that is given the groups that the simulated process has written, in their order
 * and beside the simulation. It must then hold what the memory store holds.
 */
export interface SqliteTwin {
  /** One run begins: nothing is there. */
  begin(): Promise<void>;
  commit(group: readonly Write[]): void;
  /** The group breaks off after its last write: nothing of it may stay. */
  breakOff(group: readonly Write[]): void;
  compare(world: World): Promise<void>;
  end(): Promise<void>;
  close(): Promise<void>;
}

/** The folder is the twin's alone. */
export async function openSqliteTwin(folder: string): Promise<SqliteTwin> {
  const open = () => openSqliteStore({ folder, durability: "normal", codec });
  let opened = await open();
  let work: Promise<unknown> = Promise.resolve();
  let failure: unknown;

  function afterwards(next: () => Promise<unknown>): void {
    work = work.then(next).catch((error: unknown) => {
      failure ??= error;
    });
  }

  return {
    async begin() {
      failure = undefined;
      await opened.store.createHub(hubName);
    },
    commit: (group) => afterwards(() => opened.store.commit(group)),
    breakOff: (group) =>
      afterwards(async () => {
        const broken = opened.store.commit([...group, ...refused]).then(
          () => new Error("A group was written that cannot be"),
          () => undefined,
        );
        failure ??= await broken;
        await opened.store.close().catch(() => {});
        opened = await open();
      }),
    async compare(world) {
      await work;
      world.demand(failure === undefined, "The SQLite store takes every group", () => `${failure}`);
      const [sqlite, memory] = [
        await snapshotOf(opened, hubName),
        await snapshotOf(world, hubName),
      ];
      demandEqual(world.demand, "Both stores hold the same", sqlite, memory);
    },
    async end() {
      await work;
      await opened.store.removeHub(hubName);
    },
    async close() {
      await work;
      await opened.store.close();
    },
  };
}

/** One task cannot be scheduled twice. */
const twice: StoredChange = {
  type: "task-scheduled",
  task: {
    sequence: Number.MAX_SAFE_INTEGER,
    instanceId: "twice",
    executionId: "twice",
    instanceVersion: undefined,
    event: {
      eventId: 0,
      timestamp: undefined,
      eventType: {
        $case: "taskScheduled",
        value: {
          name: "twice",
          version: undefined,
          input: undefined,
          parentTraceContext: undefined,
          tags: {},
        },
      },
    },
  },
};
const refused: readonly Write[] = [twice, twice].map((change) => ({
  hub: hubName,
  instanceId: "twice",
  change,
}));
