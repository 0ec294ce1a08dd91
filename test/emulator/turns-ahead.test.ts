import { describe, expect, test } from "vitest";
import { createClock, createSteadyClock } from "../../emulator/clock.ts";
import { createCommitter } from "../../emulator/committer.ts";
import type { Start } from "../../emulator/core/command.ts";
import type { Task } from "../../emulator/core/task.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import { type Hub, openHub } from "../../emulator/hub.ts";
import { memoryLimits } from "../../emulator/memory-limits.ts";
import { createStamps } from "../../emulator/stamps.ts";
import { openMemoryStore } from "../../emulator/store/memory/memory-store.ts";
import type { Store } from "../../emulator/store/port.ts";
import type { TurnItem, WorkItemEncoder } from "../../emulator/work-item.ts";
import type { Worker } from "../../emulator/workers.ts";
import { bareStart } from "../simulation/bare-start.ts";

const start: Start = {
  ...bareStart,
  instanceId: "one",
  executionId: "e1",
  name: "Greet",
};

interface HeldCommit {
  /** How many turns were out when it began. */
  readonly turnCount: number;
  readonly succeed: () => Promise<void>;
  readonly fail: () => void;
}

/** A hub on a real store whose commits take effect when the test says so, or fail. */
async function heldHub() {
  const { store } = openMemoryStore({ codec });
  await store.createHub("h");
  const handed = createHandedOut();
  const commits: HeldCommit[] = [];
  const held: Store = {
    ...store,
    commit: (group) =>
      new Promise((resolve, reject) => {
        commits.push({
          turnCount: handed.turns.length,
          succeed: () => store.commit(group).then(resolve),
          fail: () => reject(new Error("The disk is gone.")),
        });
      }),
  };
  const failures: unknown[] = [];
  const clock = createClock();
  const leaseClock = createSteadyClock();
  const names = { number: 0 };
  const identifier = () => `id-${names.number++}`;
  const hub = await openHub("h", {
    store: held,
    committer: createCommitter(held, leaseClock, (error) => failures.push(error)),
    codec,
    encoder: handed.encoder,
    clock,
    leaseClock,
    stamp: await createStamps(store, clock, identifier),
    memory: memoryLimits,
    onChange: () => {},
  });
  hub.dispatcher.addWorker(worker());
  /** A commit has begun, and the turn that it makes due is out. */
  const underWay = async () => {
    while (commits.length === 0 || handed.turns.length === 0) await nextGroup();
  };
  return { hub, store, handed, commits, failures, underWay };
}

/** What goes out, as the encoder is given it. */
function createHandedOut() {
  const turns: TurnItem[] = [];
  const tasks: { readonly task: Task; readonly token: string }[] = [];
  const nothing = new Uint8Array();
  const encoder: WorkItemEncoder = {
    turn(item) {
      turns.push(item);
      return nothing;
    },
    task(task, token) {
      tasks.push({ task, token });
      return nothing;
    },
    batch: () => nothing,
    healthPing: () => nothing,
  };
  return { turns, tasks, encoder };
}

function worker(): Worker {
  return {
    beginsTurns: false,
    filters: undefined,
    id: "w",
    userAgent: undefined,
    runsSchedules: false,
    limits: { orchestrations: 9, activities: 9, entities: 9 },
    fetchesHistory: false,
    send: () => true,
  };
}

/** Long enough for a group that waits to be on its way. */
const nextGroup = () => new Promise((resolve) => setImmediate(resolve));

function isSettled(promise: Promise<unknown>) {
  const state = { done: false };
  void promise.then(() => {
    state.done = true;
  });
  return () => state.done;
}

async function historyLength(store: Store) {
  return (await store.loadOrchestration("h", "one"))?.orchestration.historyLength;
}

function callActivity(hub: Hub, token: string) {
  return hub.execute("one", {
    type: "complete-turn",
    token,
    actions: [
      {
        id: 1,
        orchestratorActionType: {
          $case: "scheduleTask",
          value: {
            name: "step",
            version: undefined,
            input: undefined,
            parentTraceContext: undefined,
            tags: {},
          },
        },
      },
    ],
    customStatus: undefined,
    traceContext: undefined,
    messagesConsumed: undefined,
  });
}

test("a turn goes out before its commit begins, but waits for more where work is out", async () => {
  const { hub, commits, underWay } = await heldHub();
  void hub.execute("one", { type: "create", start, replaceable: undefined });
  await underWay();
  await commits[0]?.succeed();
  const other = { ...start, instanceId: "two" };
  void hub.execute("two", { type: "create", start: other, replaceable: undefined });
  while (commits.length === 1) await nextGroup();
  expect(commits.map(({ turnCount }) => turnCount)).toEqual([1, 1]);
});

describe("while a commit is under way", () => {
  test("the turn that it makes due is out, and nobody is answered", async () => {
    const { hub, handed, commits, underWay } = await heldHub();
    const started = hub.execute("one", { type: "create", start, replaceable: undefined });
    const isStarted = isSettled(started);
    await underWay();
    expect(handed.turns.map(({ instance }) => instance.instanceId)).toEqual(["one"]);
    expect(isStarted()).toBe(false);
    await commits[0]?.succeed();
    expect(await started).toMatchObject({ ok: true });
  });

  test("no activity that it schedules is out", async () => {
    const { hub, handed, commits, underWay } = await heldHub();
    void hub.execute("one", { type: "create", start, replaceable: undefined });
    await underWay();
    const completed = callActivity(hub, handed.turns[0]?.token ?? "");
    await commits[0]?.succeed();
    while (commits.length === 1) await nextGroup();
    await nextGroup();
    expect(handed.tasks).toEqual([]);
    await commits[1]?.succeed();
    expect(await completed).toMatchObject({ ok: true });
    expect(handed.tasks).toHaveLength(1);
  });

  test("an answer to its turn is in a later group, and acknowledged after it", async () => {
    const { hub, store, handed, commits, underWay } = await heldHub();
    void hub.execute("one", { type: "create", start, replaceable: undefined });
    await underWay();
    const isCompleted = isSettled(callActivity(hub, handed.turns[0]?.token ?? ""));
    await nextGroup();
    expect(commits).toHaveLength(1);
    await commits[0]?.succeed();
    while (commits.length === 1) await nextGroup();
    expect(isCompleted()).toBe(false);
    expect(await historyLength(store)).toBe(0);
    await commits[1]?.succeed();
    await nextGroup();
    expect(isCompleted()).toBe(true);
    expect(await historyLength(store)).toBe(3);
  });

  test("a turn shows what waits for the next group, and is acknowledged after it", async () => {
    const { hub, handed, commits, underWay } = await heldHub();
    void hub.execute("one", { type: "create", start, replaceable: undefined });
    await underWay();
    const turn = handed.turns[0]?.token ?? "";
    void hub.raise("one", { $case: "eventRaised", value: { name: "go", input: undefined } });
    hub.dispatcher.release(turn);
    while (handed.turns.length === 1) await nextGroup();
    expect(handed.turns.map(({ newEvents }) => newEvents.length)).toEqual([2, 3]);
    const isCompleted = isSettled(callActivity(hub, handed.turns[1]?.token ?? ""));
    await commits[0]?.succeed();
    while (commits.length === 1) await nextGroup();
    expect(isCompleted()).toBe(false);
    await commits[1]?.succeed();
    await nextGroup();
    expect(isCompleted()).toBe(true);
    expect(commits).toHaveLength(2);
  });

  test("an activity's result is stored with the answer to the turn that it makes due", async () => {
    const { hub, handed, commits, underWay } = await heldHub();
    void hub.execute("one", { type: "create", start, replaceable: undefined });
    await underWay();
    await commits[0]?.succeed();
    void callActivity(hub, handed.turns[0]?.token ?? "");
    while (commits.length === 1) await nextGroup();
    await commits[1]?.succeed();
    while (handed.tasks.length === 0) await nextGroup();
    const { task, token } = handed.tasks[0] ?? expect.unreachable();
    hub.dispatcher.answer(token, "task");
    const isDone = isSettled(hub.completeTask(task, { result: "1", failureDetails: undefined }));
    while (handed.turns.length === 1) await nextGroup();
    expect(commits).toHaveLength(2);
    void callActivity(hub, handed.turns[1]?.token ?? "");
    while (commits.length === 2) await nextGroup();
    expect(isDone()).toBe(false);
    await commits[2]?.succeed();
    await nextGroup();
    expect(isDone()).toBe(true);
  });
});

test("an answer to a turn whose commit fails has no effect and is not acknowledged", async () => {
  const { hub, store, handed, commits, failures, underWay } = await heldHub();
  void hub.execute("one", { type: "create", start, replaceable: undefined });
  await underWay();
  const isCompleted = isSettled(callActivity(hub, handed.turns[0]?.token ?? ""));
  commits[0]?.fail();
  await nextGroup();
  await nextGroup();
  expect(failures).toHaveLength(1);
  expect(commits).toHaveLength(1);
  expect(isCompleted()).toBe(false);
  expect(await store.loadOrchestration("h", "one")).toBeUndefined();
});
