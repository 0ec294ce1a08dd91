import { cp } from "node:fs/promises";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { millisOf } from "../../emulator/core/instant.ts";
import { statuses, statusNumbers } from "../../emulator/core/status.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import { openMemoryStore } from "../../emulator/store/memory/memory-store.ts";
import type { EntityQuery, InstanceQuery, InstanceView } from "../../emulator/store/reader.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";
import { arbitraryGroups, entityIds, instanceIds, scriptOf, text } from "./arbitrary-steps.ts";
import type { OpenStore } from "./conformance.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const part = fc.option(text, { nil: undefined });
const range = fc.option(
  fc.record(
    { from: fc.integer({ min: 0, max: 6 }), to: fc.integer({ min: 0, max: 6 }) },
    {
      requiredKeys: [],
    },
  ),
  { nil: undefined },
);
const paging = {
  direction: fc.constantFrom("ascending", "descending"),
  skip: fc.nat(2),
  limit: fc.integer({ min: 1, max: 5 }),
};
const columns = [
  "instanceId",
  "name",
  "version",
  "createdAt",
  "lastUpdatedAt",
  "completedAt",
  "scheduledStart",
  "status",
] as const;

const instanceQuery = fc.record({
  ...paging,
  orderBy: fc.constantFrom(...columns),
  withPayloads: fc.boolean(),
  filter: sparse({
    statuses: fc.subarray([...statuses]),
    created: range,
    lastUpdated: range,
    completed: range,
    idPrefix: part,
    idContains: part,
    nameContains: part,
    idOrNameContains: part,
    versionContains: part,
    tagContains: part,
  }),
}) as fc.Arbitrary<InstanceQuery>;

const entityQuery = fc.record({
  ...paging,
  orderBy: fc.constantFrom("instanceId", "lastModifiedAt"),
  withState: fc.boolean(),
  filter: sparse({
    idPrefix: part,
    nameContains: part,
    keyContains: part,
    lastModified: range,
    includeTransient: fc.boolean(),
  }),
}) as fc.Arbitrary<EntityQuery>;

/** Most filters ask one or two things: asking all at once finds nothing. */
function sparse<T extends Record<string, fc.Arbitrary<unknown>>>(parts: T): fc.Arbitrary<object> {
  const names = fc.subarray(Object.keys(parts), { maxLength: 2 });
  return fc
    .tuple(fc.record(parts), names)
    .map(([all, kept]) =>
      Object.fromEntries(
        Object.entries(all).filter(([key, value]) => kept.includes(key) && value !== undefined),
      ),
    );
}

test("the same groups give the same answers from both stores", { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder();
  const memory = openMemoryStore({ codec });
  const sqlite = await openSqliteStore({ folder, durability: "normal", codec });
  onTestFinished(() => sqlite.store.close());
  let sequence = 0;
  let runs = 0;

  const property = fc.asyncProperty(
    arbitraryGroups,
    fc.nat(3),
    fc.array(instanceQuery, { minLength: 4, maxLength: 4 }),
    fc.array(entityQuery, { minLength: 2, maxLength: 2 }),
    async (groups, every, instanceQueries, entityQueries) => {
      runs += 1;
      const hubs = [`a${runs}`, `b${runs}`];
      const script = scriptOf(groups, hubs, () => ++sequence);
      for (const { store } of [memory, sqlite]) {
        for (const hub of hubs) await store.createHub(hub);
        for (const [index, group] of script.entries()) {
          await store.commit(group);
          // To read is what brings groups from the journal into the tables.
          if (every > 0 && index % every === 0) await store.lastSequence();
        }
      }
      const killed = await openedCopy(folder);
      for (const hub of hubs) {
        const read = (opened: OpenStore) =>
          answers(opened, hub, sequence, instanceQueries, entityQueries);
        const expected = await read(memory);
        expect(await read(sqlite)).toEqual(expected);
        expect(await read(killed)).toEqual(expected);
      }
      await killed.store.close();
      for (const { store } of [memory, sqlite]) await store.removeHub(hubs[0] ?? "");
      expect(await sqlite.store.lastSequence()).toBe(await memory.store.lastSequence());
      expect(await sqlite.store.hubs()).toEqual(await memory.store.hubs());
    },
  );
  await fc.assert(property, { seed: 20_260, numRuns: 100 });
});

/** What a process finds that starts where another was killed. */
async function openedCopy(folder: string): Promise<OpenStore> {
  const copy = await temporaryFolder();
  await cp(folder, copy, { recursive: true });
  return openSqliteStore({ folder: copy, durability: "normal", codec });
}

/** Everything that can be asked of a hub. */
async function answers(
  { store, reader }: OpenStore,
  hub: string,
  last: number,
  instanceQueries: readonly InstanceQuery[],
  entityQueries: readonly EntityQuery[],
): Promise<unknown> {
  const positions = [0, 3].map((visibleAt) => ({ visibleAt, sequence: last - 5 }));
  const sequences = Array.from({ length: 20 }, (_, index) => last - index);
  return Promise.all([
    store.backlog(hub),
    store.lastSequence(),
    reader.countByStatus(hub),
    ...positions.map((position) => store.messagesOnTheirWay(hub, position, 4)),
    ...sequences.map((sequence) => store.loadTask(hub, sequence)),
    ...entityIds.map((id) => store.loadEntity(hub, id)),
    ...instanceIds.flatMap((id): Promise<unknown>[] => [
      store.loadOrchestration(hub, id),
      store.loadHistory(hub, id).then((slices) => [...Buffer.concat(slices)]),
      reader.instance(hub, id),
      reader.children(hub, id),
      reader.history(hub, id, 0, 100),
      reader.history(hub, id, 1, 2),
    ]),
    ...instanceQueries.map((query) => pages(query, (asked) => reader.instances(hub, asked))),
    ...instanceQueries.map(({ filter }) => reader.countInstances(hub, filter)),
    ...entityQueries.map((query) => reader.entities(hub, query)),
    ...entityQueries.map(({ filter }) => reader.countEntities(hub, filter)),
  ]);
}

/** The page asked for and the one that follows it. */
async function pages(
  query: InstanceQuery,
  read: (query: InstanceQuery) => Promise<readonly InstanceView[]>,
): Promise<unknown> {
  const first = await read(query);
  const last = first.at(-1);
  if (last === undefined) return [first];
  const { orchestration } = last;
  const { instanceId, scheduledStart } = orchestration;
  const value = {
    ...orchestration,
    scheduledStart: scheduledStart && millisOf(scheduledStart),
    status: statusNumbers[orchestration.status],
    tags: JSON.stringify(orchestration.tags),
  }[query.orderBy];
  return [first, await read({ ...query, skip: 0, after: { value, instanceId } })];
}
