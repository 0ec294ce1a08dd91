import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { StoredChange } from "../../emulator/core/change.ts";
import type { Orchestration } from "../../emulator/core/orchestration.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import type { Store } from "../../emulator/store/port.ts";
import type { Reader } from "../../emulator/store/reader.ts";
import { event, message, orchestration, task, writesTo } from "./records.ts";

export interface OpenStore {
  readonly store: Store;
  readonly reader: Reader;
}

const start = { visibleAt: 0, sequence: 0 };

/** What every adapter must do, whatever it is made of. */
export function storeConformance(name: string, open: () => Promise<OpenStore>): void {
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

    describe("hubs", () => {
      test("are listed in order of creation, each once", async () => {
        await store.createHub("b");
        await store.createHub("h");
        await store.createHub("H");
        expect(await store.hubs()).toEqual(["h", "b", "H"]);
      });

      test("keep their instances apart", async () => {
        await store.createHub("b");
        await saved("one");
        expect(await store.loadOrchestration("b", "one")).toBeUndefined();
      });

      test("are removed with all that is in them", async () => {
        await saved("one");
        await commit("one", { type: "task-scheduled", task: task(1, "one") });
        await commit("one", { type: "message-received", message: message(2, "one") });
        await store.removeHub("h");
        expect(await store.hubs()).toEqual([]);
        await store.createHub("h");
        expect(await store.loadOrchestration("h", "one")).toBeUndefined();
        expect((await store.backlog("h")).tasks).toEqual([]);
        expect(await store.lastSequence()).toBe(0);
      });
    });

    describe("documents", () => {
      test("are kept by key, replaced and removed together", async () => {
        await store.saveDocuments([
          { key: "a", text: "1" },
          { key: "b", text: "2" },
        ]);
        await store.saveDocuments([
          { key: "a", text: undefined },
          { key: "b", text: "naïve 🐙" },
          { key: "absent", text: undefined },
        ]);
        expect([...(await store.documents())]).toEqual([["b", "naïve 🐙"]]);
      });
    });

    describe("an orchestration", () => {
      test("comes back as it was saved, absent parts absent", async () => {
        await saved("one");
        const bare = {
          version: undefined,
          tags: {},
          scheduledStart: undefined,
          parent: undefined,
          parentTraceContext: undefined,
          traceContext: undefined,
          criticalSections: [],
        };
        await saved("two", bare);
        const one = await store.loadOrchestration("h", "one");
        const two = await store.loadOrchestration("h", "two");
        expect(one?.orchestration).toEqual(orchestration("one"));
        expect(two?.orchestration).toEqual(orchestration("two", bare));
      });

      test.each(["", "0", "null", "naïve 🐙 \u0000 %_'"])("keeps the payload %j", async (input) => {
        await saved("one");
        await commit("one", { type: "payload-saved", field: "input", value: input });
        expect((await store.loadOrchestration("h", "one"))?.payloads.input).toBe(input);
      });

      test.each<readonly [part: string, before: Partial<Orchestration>]>([
        ["only what each turn changes", {}],
        ["its name", { name: "Other" }],
        ["its version", { version: undefined }],
        ["when it began", { createdAt: 1 }],
        ["its status", { status: "pending" }],
        ["when it ended", { status: "failed", completedAt: 1 }],
      ])("is what was saved last, going on or ended, where %s changes", async (_, before) => {
        const ends = [{}, { status: "completed", completedAt: 5_000 }] as const;
        for (const [index, end] of ends.entries()) {
          const id = `one-${index}`;
          const turn = { executionId: "e2", lastUpdatedAt: 4_000, tags: {}, historyLength: 7 };
          await saved(id, before);
          await store.loadOrchestration("h", id);
          await saved(id, { ...turn, ...end });
          const now = (await store.loadOrchestration("h", id))?.orchestration;
          expect(now).toEqual(orchestration(id, { ...turn, ...end }));
        }
      });

      test("loses a payload that is saved as absent, and no other", async () => {
        await saved("one");
        await commit(
          "one",
          { type: "payload-saved", field: "output", value: "1" },
          { type: "payload-saved", field: "customStatus", value: "2" },
          { type: "payload-saved", field: "output", value: undefined },
        );
        const payloads = (await store.loadOrchestration("h", "one"))?.payloads;
        expect([payloads?.output, payloads?.customStatus]).toEqual([undefined, "2"]);
      });

      test("keeps a failure whole, with causes and properties", async () => {
        const plain = { stackTrace: undefined, isNonRetriable: false, properties: {} };
        const inner = { ...plain, errorType: "E", errorMessage: "in", innerFailure: undefined };
        const properties = { list: [1, "two", null, { three: true }] };
        const value = { ...inner, errorMessage: "out", innerFailure: inner, properties };
        await saved("one");
        await commit("one", { type: "payload-saved", field: "failure", value });
        expect((await store.loadOrchestration("h", "one"))?.payloads.failure).toEqual(value);
      });

      test("keeps its open children, of which equal ids end one at a time", async () => {
        await saved("one");
        const child = (instanceId: string) =>
          ({ type: "child-started", child: { taskScheduledId: 1, instanceId } }) as const;
        await commit("one", child("a"), child("b"), { type: "child-ended", taskScheduledId: 1 });
        const children = (await store.loadOrchestration("h", "one"))?.children;
        expect(children).toEqual([{ taskScheduledId: 1, instanceId: "b" }]);
      });

      test("is removed whole, and its id can be used again", async () => {
        await saved("one");
        await commit(
          "one",
          { type: "payload-saved", field: "input", value: "1" },
          { type: "history-appended", events: [event("x")] },
          { type: "message-received", message: message(1, "one") },
          { type: "task-scheduled", task: task(2, "one") },
          { type: "child-started", child: { taskScheduledId: 1, instanceId: "c" } },
          { type: "instance-removed" },
          { type: "orchestration-saved", orchestration: orchestration("one") },
        );
        const state = await store.loadOrchestration("h", "one");
        expect(state?.payloads.input).toBeUndefined();
        expect([state?.inbox, state?.children]).toEqual([[], []]);
        expect(await store.loadHistory("h", "one")).toEqual([]);
        expect(await store.loadTask("h", 2)).toBeUndefined();
      });
    });

    describe("history", () => {
      const names = async (from: number, limit: number) =>
        (await reader.history("h", "one", from, limit)).map(({ eventType }) =>
          eventType?.$case === "eventRaised" ? eventType.value.name : "",
        );

      test("is kept in slices, in order", async () => {
        await saved("one");
        const slices = [[event("a"), event("b", "")], [event("c")]];
        for (const events of slices) await commit("one", { type: "history-appended", events });
        const loaded = await store.loadHistory("h", "one");
        expect(loaded.flatMap((slice) => codec.decodeHistory(slice))).toEqual(slices.flat());
      });

      test("is read in windows that cross slices", async () => {
        await saved("one");
        await commit("one", { type: "history-appended", events: [event("a"), event("b")] });
        await commit("one", { type: "history-appended", events: [event("c"), event("d")] });
        expect(await names(1, 2)).toEqual(["b", "c"]);
        expect(await names(0, 100)).toEqual(["a", "b", "c", "d"]);
        expect(await names(4, 5)).toEqual([]);
      });

      test("is empty once it is cleared", async () => {
        await saved("one");
        await commit("one", { type: "history-appended", events: [event("a")] });
        await commit("one", { type: "history-cleared" });
        expect(await names(0, 9)).toEqual([]);
      });
    });

    describe("messages", () => {
      test("on their way are read by time, then sequence, after a position", async () => {
        const sent = [
          message(3, "one", { visibleAt: 20 }),
          message(4, "one", { visibleAt: 10, executionId: "e1" }),
          message(5, "two", { visibleAt: 20, executionId: "" }),
        ];
        for (const one of sent) await commit(one.target, { type: "message-sent", message: one });
        const all = await store.messagesOnTheirWay("h", start, 10);
        expect(all).toEqual([sent[1], sent[0], sent[2]]);
        const position = { visibleAt: 20, sequence: 3 };
        expect(await store.messagesOnTheirWay("h", position, 10)).toEqual([sent[2]]);
        expect(await store.messagesOnTheirWay("h", start, 1)).toEqual([sent[1]]);
        expect(await store.lastSequence()).toBe(5);
      });

      test("that arrived are in the inbox in sequence, and on their way no more", async () => {
        await saved("one");
        const [second, first] = [message(8, "one"), message(7, "one")];
        await commit("one", { type: "message-sent", message: first });
        await commit("one", { type: "message-received", message: second });
        await commit("one", { type: "message-received", message: first });
        expect((await store.loadOrchestration("h", "one"))?.inbox).toEqual([first, second]);
        expect(await store.messagesOnTheirWay("h", start, 10)).toEqual([]);
        await commit("one", { type: "messages-removed", sequences: [7, 99] });
        expect((await store.loadOrchestration("h", "one"))?.inbox).toEqual([second]);
      });

      test("of the farthest future keep their time", async () => {
        const visibleAt = Number.MAX_SAFE_INTEGER * 1000;
        const scheduledStart = { seconds: Number.MAX_SAFE_INTEGER, nanos: 0 };
        const far = message(1, "one", { visibleAt });
        await saved("one", { scheduledStart });
        await commit("one", { type: "message-sent", message: far });
        expect(await store.messagesOnTheirWay("h", start, 10)).toEqual([far]);
        expect((await reader.instance("h", "one"))?.orchestration).toMatchObject({
          scheduledStart,
        });
      });

      test("to an execution that ended are gone, all others stay", async () => {
        await saved("one");
        const [mine, other, any] = [
          message(1, "one", { executionId: "e1" }),
          message(2, "one", { executionId: "e2" }),
          message(3, "one"),
        ];
        for (const one of [mine, other, any]) {
          await commit("one", { type: "message-sent", message: one });
        }
        await commit("one", { type: "execution-ended", executionId: "e1" });
        expect(await store.messagesOnTheirWay("h", start, 10)).toEqual([other, any]);
      });
    });

    test("the backlog is what waits for a worker, oldest first", async () => {
      await saved("one");
      await saved("two", { version: undefined });
      await saved("idle");
      await commit("two", { type: "message-received", message: message(1, "two") });
      await commit("one", { type: "message-received", message: message(2, "one") });
      await commit("one", { type: "task-scheduled", task: task(3, "one") });
      const backlog = await store.backlog("h");
      expect(backlog.orchestrations).toEqual([
        { instanceId: "two", name: "Greet", version: undefined },
        { instanceId: "one", name: "Greet", version: "1.0" },
      ]);
      const names = { name: "add", version: undefined, instanceVersion: "1.0" };
      expect(backlog.tasks).toEqual([{ sequence: 3, instanceId: "one", ...names }]);
      expect(await store.loadTask("h", 3)).toEqual(task(3, "one"));
      await commit("one", { type: "task-removed", sequence: 3 });
      expect(await store.loadTask("h", 3)).toBeUndefined();
    });

    test("an entity comes back with its lock and its messages", async () => {
      const entity = {
        instanceId: "@counter@a@b",
        executionId: "e",
        state: "",
        lastModifiedAt: 5,
        lock: { owner: "one", criticalSectionId: "c" },
      };
      await commit("@counter@a@b", { type: "entity-saved", entity });
      const waiting = message(1, "@counter@a@b");
      await commit("@counter@a@b", { type: "message-received", message: waiting });
      const loaded = await store.loadEntity("h", "@counter@a@b");
      expect([loaded?.entity, loaded?.inbox]).toEqual([entity, [waiting]]);
      expect((await store.backlog("h")).entities).toEqual(["@counter@a@b"]);
    });
  });
}
