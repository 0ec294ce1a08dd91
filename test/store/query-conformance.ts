import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { StoredChange } from "../../emulator/core/change.ts";
import type { Store } from "../../emulator/store/port.ts";
import type { InstanceFilter, InstanceQuery, Reader } from "../../emulator/store/reader.ts";
import type { OpenStore } from "./conformance.ts";
import { orchestration, writesTo } from "./records.ts";

/** What every adapter must answer to those who look: filters, orders, pages, counts. */
export function queryConformance(name: string, open: () => Promise<OpenStore>): void {
  describe(name, () => {
    let store: Store;
    let reader: Reader;

    beforeEach(async () => {
      const opened = await open();
      ({ store, reader } = opened);
      await store.createHub("h");
      onTestFinished(() => opened.store.close());
    });

    const commit = (id: string, ...changes: StoredChange[]) =>
      store.commit(writesTo("h", id, ...changes));
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
        (await reader.instances("h", query(more))).map(
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

      test("goes on after a row, or skips", async () => {
        const after = { value: 3, instanceId: "a_1" };
        expect(await ids({ after })).toEqual(["b"]);
        expect(await ids({ after, direction: "descending" })).toEqual(["A%2"]);
        expect(await ids({ skip: 1, limit: 1 })).toEqual(["a_1"]);
      });

      test.each<[InstanceFilter, string[]]>([
        [{ statuses: ["failed", "running"] }, ["A%2", "b"]],
        [{ statuses: [] }, ["A%2", "a_1", "b"]],
        [{ created: { from: 3 } }, ["a_1", "b"]],
        [{ created: { to: 3 } }, ["A%2"]],
        [{ completed: { from: 8, to: 10 } }, ["a_1"]],
        [{ idPrefix: "a" }, ["a_1"]],
        [{ idContains: "A" }, ["A%2", "a_1"]],
        [{ idContains: "%" }, ["A%2"]],
        [{ idContains: "_" }, ["a_1"]],
        [{ nameContains: "ALPHA" }, ["A%2", "b"]],
        [{ versionContains: "1." }, ["a_1", "b"]],
        [{ tagContains: "SHOP" }, ["a_1", "b"]],
      ])("with filter %j finds %j", async (filter, expected) => {
        expect(await ids({ filter })).toEqual(expected);
        expect(await reader.countInstances("h", filter)).toBe(expected.length);
      });

      test("counts by status, and gives payloads when asked", async () => {
        await commit("b", { type: "payload-saved", field: "output", value: "7" });
        expect(await reader.countByStatus("h")).toEqual({
          pending: 0,
          running: 1,
          suspended: 0,
          completed: 1,
          failed: 1,
          terminated: 0,
        });
        const [without] = await reader.instances("h", query({ filter: { idPrefix: "b" } }));
        expect(without?.payloads.output).toBeUndefined();
        expect((await reader.instance("h", "b"))?.payloads.output).toBe("7");
        expect(await reader.instance("h", "nobody")).toBeUndefined();
      });

      test("finds children by their parent", async () => {
        const found = await reader.children("h", "parent");
        expect(found.map((one) => one.orchestration.instanceId)).toEqual(["A%2", "a_1", "b"]);
      });
    });
  });
}
