import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { StoredChange } from "../../emulator/core/change.ts";
import { millisOf } from "../../emulator/core/instant.ts";
import type { Orchestration } from "../../emulator/core/orchestration.ts";
import { statusNumbers } from "../../emulator/core/status.ts";
import type { Store } from "../../emulator/store/port.ts";
import type {
  EntityFilter,
  EntityQuery,
  InstanceColumn,
  InstanceFilter,
  InstanceQuery,
  Reader,
} from "../../emulator/store/reader.ts";
import type { OpenStore } from "./conformance.ts";
import { message, orchestration, writesTo } from "./records.ts";

/** What every adapter must answer to those who look: filters, orders, pages, counts. */
export function queryConformance(name: string, open: () => Promise<OpenStore>): void {
  describe(name, () => {
    let store: Store;
    let reader: Reader;

    let hub: string;
    let tests = 0;

    beforeAll(async () => {
      ({ store, reader } = await open());
      return () => store.close();
    });

    // Opening is slow and hubs are apart: a hub of its own is enough for each test.
    beforeEach(async () => {
      tests += 1;
      hub = `h${tests}`;
      await store.createHub(hub);
    });

    const commit = (id: string, ...changes: StoredChange[]) =>
      store.commit(writesTo(hub, id, ...changes));
    const saved = (id: string, more = {}) =>
      commit(id, { type: "orchestration-saved", orchestration: orchestration(id, more) });

    describe("a query", () => {
      const query = (more: Partial<InstanceQuery>): InstanceQuery => ({
        filter: {},
        orderBy: "createdAt",
        direction: "ascending",
        limit: 10,
        withPayloads: false,
        ...more,
      });
      const ids = async (more: Partial<InstanceQuery>) =>
        (await reader.instances(hub, query(more))).map(
          ({ orchestration: { instanceId } }) => instanceId,
        );

      beforeEach(async () => {
        await saved("a_1", { createdAt: 3, name: "Beta", status: "completed", completedAt: 9 });
        await saved("A%2", { createdAt: 1, name: "alpha", version: undefined, tags: {} });
        await saved("b", { createdAt: 3, name: "Alpha", status: "failed", completedAt: 7 });
      });

      test("orders by a column, ties by id, in both directions", async () => {
        expect(await ids({})).toEqual(["A%2", "a_1", "b"]);
        expect(await ids({ direction: "descending" })).toEqual(["b", "a_1", "A%2"]);
        expect(await ids({ orderBy: "completedAt" })).toEqual(["A%2", "b", "a_1"]);
        expect(await ids({ orderBy: "name" })).toEqual(["b", "a_1", "A%2"]);
      });

      test.each([
        ["rder-7", ["Order-77", "order-7"]],
        ["RDER-77", ["Order-77"]],
        ['say "hi" ', ['say "hi" OR 1']],
        ["äpfel", ["Zwei äpfel"]],
        ["ÄPFEL", []],
        ["order AND", []],
        ["a\0b", []],
      ])("finds the ids that contain %j, as they are now", async (part, found) => {
        for (const id of ["order-7", "Order-77", 'say "hi" OR 1', "Zwei äpfel"]) await saved(id);
        await saved("order-78");
        await commit("order-78", { type: "instance-removed" });
        expect(await ids({ orderBy: "instanceId", filter: { idContains: part } })).toEqual(found);
        expect(await reader.countInstances(hub, { idContains: part })).toBe(found.length);
      });

      test("finds a name after it has changed, and the one before no more", async () => {
        await saved("b", { name: "Gamma" });
        expect(await ids({ filter: { nameContains: "amm" } })).toEqual(["b"]);
        expect(await ids({ filter: { nameContains: "alph" } })).toEqual(["A%2"]);
      });

      test("goes on after a row, or skips", async () => {
        const after = { value: 3, instanceId: "a_1" };
        expect(await ids({ after })).toEqual(["b"]);
        expect(await ids({ after, direction: "descending" })).toEqual(["A%2"]);
        expect(await ids({ skip: 1, limit: 1 })).toEqual(["a_1"]);
      });

      test.each<[InstanceColumn, (one: Orchestration) => number | string | undefined]>([
        ["instanceId", ({ instanceId }) => instanceId],
        ["name", ({ name }) => name],
        ["version", ({ version }) => version],
        ["createdAt", ({ createdAt }) => createdAt],
        ["lastUpdatedAt", ({ lastUpdatedAt }) => lastUpdatedAt],
        ["completedAt", ({ completedAt }) => completedAt],
        ["scheduledStart", ({ scheduledStart }) => scheduledStart && millisOf(scheduledStart)],
        ["status", ({ status }) => statusNumbers[status]],
        ["tags", ({ tags }) => JSON.stringify(tags)],
      ])("by %s walks through all rows, one after the other", async (orderBy, columnOf) => {
        await saved("c", { scheduledStart: undefined, lastUpdatedAt: 1, status: "pending" });
        for (const direction of ["ascending", "descending"] as const) {
          const walked: string[] = [];
          let page = await reader.instances(hub, query({ orderBy, direction, limit: 1 }));
          for (let [row] = page; row !== undefined; [row] = page) {
            const { instanceId } = row.orchestration;
            walked.push(instanceId);
            const after = { value: columnOf(row.orchestration), instanceId };
            page = await reader.instances(hub, query({ orderBy, direction, after, limit: 1 }));
          }
          expect(walked).toHaveLength(4);
          expect(walked).toEqual(await ids({ orderBy, direction }));
        }
      });

      test.each<[InstanceFilter, string[]]>([
        [{ statuses: ["failed", "running"] }, ["A%2", "b"]],
        [{ statuses: [] }, ["A%2", "a_1", "b"]],
        [{ created: { from: 3 } }, ["a_1", "b"]],
        [{ created: { to: 3 } }, ["A%2"]],
        [{ completed: { from: 8, to: 10 } }, ["a_1"]],
        [{ scheduledStart: { from: 3_001, to: 3_002 } }, ["A%2", "a_1", "b"]],
        [{ scheduledStart: { from: 3_002 } }, []],
        [{ idPrefix: "a" }, ["a_1"]],
        [{ idContains: "A" }, ["A%2", "a_1"]],
        [{ idContains: "%" }, ["A%2"]],
        [{ idContains: "_" }, ["a_1"]],
        [{ nameContains: "ALPHA" }, ["A%2", "b"]],
        [{ idOrNameContains: "B" }, ["a_1", "b"]],
        [{ idOrNameContains: "A" }, ["A%2", "a_1", "b"]],
        [{ idOrNameContains: "LPH", statuses: ["failed"] }, ["b"]],
        [{ idOrNameContains: "a\0b" }, []],
        [{ versionContains: "1." }, ["a_1", "b"]],
        [{ tagContains: "SHOP" }, ["a_1", "b"]],
      ])("with filter %j finds %j", async (filter, expected) => {
        expect(await ids({ filter })).toEqual(expected);
        expect(await reader.countInstances(hub, filter)).toBe(expected.length);
        const upToOne = Math.min(expected.length, 1);
        expect(await reader.countInstances(hub, filter, 1)).toBe(upToOne);
      });

      test("by a prefix finds what goes on with any character", async () => {
        const found = ["p", "p ", "pz", "pé", "p🐙", "p\u{10ffff}"];
        for (const id of [...found, "o", "P", "q"]) await saved(id);
        expect(await ids({ filter: { idPrefix: "p" }, orderBy: "instanceId" })).toEqual(found);
        expect(await reader.countInstances(hub, { idPrefix: "p" })).toBe(found.length);
      });

      test("counts by status, and gives payloads when asked", async () => {
        await commit("b", { type: "payload-saved", field: "output", value: "7" });
        expect(await reader.countByStatus(hub)).toEqual({
          pending: 0,
          running: 1,
          suspended: 0,
          completed: 1,
          failed: 1,
          terminated: 0,
        });
        const [without] = await reader.instances(hub, query({ filter: { idPrefix: "b" } }));
        expect(without?.payloads.output).toBeUndefined();
        expect((await reader.instance(hub, "b"))?.payloads.output).toBe("7");
        expect(await reader.instance(hub, "nobody")).toBeUndefined();
      });

      test("finds children by their parent", async () => {
        const found = await reader.children(hub, "parent");
        expect(found.map((one) => one.orchestration.instanceId)).toEqual(["A%2", "a_1", "b"]);
      });
    });

    describe("an entity query", () => {
      const query = (more: Partial<EntityQuery>): EntityQuery => ({
        filter: {},
        orderBy: "lastModifiedAt",
        direction: "ascending",
        limit: 10,
        withState: true,
        ...more,
      });
      const ids = async (more: Partial<EntityQuery>) =>
        (await reader.entities(hub, query(more))).map(({ entity: { instanceId } }) => instanceId);
      const [cart, counter, locked] = ["@cart@B_1", "@counter@a@b%", "@counter@locked"];

      beforeEach(async () => {
        const base = { executionId: "e", state: "1", lastModifiedAt: 2, lock: undefined };
        const lock = { owner: "one", criticalSectionId: "" };
        const records = [
          { ...base, instanceId: counter },
          { ...base, instanceId: cart, state: "" },
          { ...base, instanceId: locked, state: undefined, lastModifiedAt: 1, lock },
        ];
        for (const entity of records) {
          await commit(entity.instanceId, { type: "entity-saved", entity });
        }
      });

      test.each<[EntityFilter, string[]]>([
        [{}, [cart, counter]],
        [{ includeTransient: true }, [locked, cart, counter]],
        [{ idPrefix: "@counter@" }, [counter]],
        [{ idPrefix: "@Counter@" }, []],
        [{ excludedIdPrefixes: ["@cart@", "@COUNTER@"] }, [counter]],
        [{ idContains: "T@B" }, [cart]],
        [{ nameContains: "CART" }, [cart]],
        [{ nameContains: "b" }, []],
        [{ keyContains: "b" }, [cart, counter]],
        [{ keyContains: "_" }, [cart]],
        [{ keyContains: "@B%" }, [counter]],
        [{ lastModified: { from: 2, to: 3 }, includeTransient: true }, [cart, counter]],
        [{ lastModified: { to: 2 }, includeTransient: true }, [locked]],
      ])("with filter %j finds %j", async (filter, expected) => {
        expect(await ids({ filter })).toEqual(expected);
        expect(await reader.countEntities(hub, filter)).toBe(expected.length);
      });

      test("goes on after a row, in both directions", async () => {
        const filter = { includeTransient: true };
        const after = { value: 2, instanceId: cart };
        expect(await ids({ filter, after })).toEqual([counter]);
        expect(await ids({ filter, after, direction: "descending" })).toEqual([locked]);
        expect(await ids({ filter, orderBy: "instanceId", skip: 2 })).toEqual([locked]);
        expect(await ids({ filter, orderBy: "name" })).toEqual([cart, counter, locked]);
        expect(await ids({ filter, orderBy: "key" })).toEqual([cart, counter, locked]);
        const afterKey = { value: "a@b%", instanceId: counter };
        expect(await ids({ filter, orderBy: "key", after: afterKey })).toEqual([locked]);
      });

      test("counts what has arrived and waits, and gives states when asked", async () => {
        await commit(counter, { type: "message-received", message: message(1, counter) });
        await commit(counter, { type: "message-sent", message: message(2, counter) });
        const filter = { idPrefix: counter };
        const [view] = await reader.entities(hub, query({ filter }));
        expect([view?.backlog, view?.entity.state]).toEqual([1, "1"]);
        const [without] = await reader.entities(hub, query({ filter, withState: false }));
        expect(without?.entity.state).toBeUndefined();
        const alone = await reader.entity(hub, counter);
        expect([alone?.backlog, alone?.entity.state]).toEqual([1, "1"]);
        expect(await reader.entity(hub, "@counter@none")).toBeUndefined();
      });

      test("finds nothing of a removed entity, and keeps what is on its way to it", async () => {
        const delayed = message(1, counter, { visibleAt: 9 });
        await commit(counter, { type: "message-sent", message: delayed });
        await commit(counter, { type: "entity-removed" });
        expect(await ids({})).toEqual([cart]);
        expect(await store.loadEntity(hub, counter)).toBeUndefined();
        const position = { visibleAt: 0, sequence: 0 };
        expect(await store.messagesOnTheirWay(hub, position, 9)).toEqual([delayed]);
      });
    });
  });
}
