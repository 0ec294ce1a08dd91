import {
  EntityInstanceId,
  type OrchestrationContext,
  TaskEntity,
  type TaskHubGrpcClient,
  type TaskHubGrpcWorker,
} from "@microsoft/durabletask-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { createClient, eventually, startWorker } from "./sdk.ts";

let emulator: Emulator;
let worker: TaskHubGrpcWorker;
let client: TaskHubGrpcClient;

class Counter extends TaskEntity<number> {
  add(amount: number): number {
    this.state += amount;
    return this.state;
  }
  get(): number {
    return this.state;
  }
  fail(): void {
    throw new Error("no luck");
  }
  tell(other: string): void {
    this.context?.signalEntity(new EntityInstanceId("counter", other), "add", 7);
  }
  protected override initializeState(): number {
    return 0;
  }
}

async function* calls(context: OrchestrationContext, key: string): AsyncGenerator {
  const id = new EntityInstanceId("counter", key);
  yield context.entities.callEntity(id, "add", 2);
  return yield context.entities.callEntity(id, "add", 3);
}

async function* signals(context: OrchestrationContext, key: string): AsyncGenerator {
  const id = new EntityInstanceId("counter", key);
  context.entities.signalEntity(id, "add", 5);
  return yield context.entities.callEntity(id, "get");
}

async function* locks(context: OrchestrationContext, keys: string[]): AsyncGenerator {
  const ids = keys.map((key) => new EntityInstanceId("counter", key));
  const lock = yield context.entities.lockEntities(...ids);
  let sum = 0;
  for (const id of ids) sum += yield context.entities.callEntity(id, "add", 1);
  yield context.waitForExternalEvent("release");
  lock.release();
  return sum;
}

async function* locksAndFails(context: OrchestrationContext, key: string): AsyncGenerator {
  yield context.entities.lockEntities(new EntityInstanceId("counter", key));
  throw new Error("gone with the lock");
}

async function* fails(context: OrchestrationContext, key: string): AsyncGenerator {
  return yield context.entities.callEntity(new EntityInstanceId("counter", key), "fail");
}

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  worker = await startWorker(emulator, (one) => {
    one.addNamedEntity("counter", () => new Counter());
    for (const orchestrator of [calls, signals, locks, locksAndFails, fails]) {
      one.addOrchestrator(orchestrator);
    }
  });
  client = createClient(emulator);
});

afterAll(async () => {
  await Promise.all([worker.stop(), client.stop()]);
  await emulator.stop();
});

const counter = (key: string) => new EntityInstanceId("counter", key);

/** Waits until the counter has the value. */
const reaches = (key: string, value: number) =>
  eventually(async () => {
    const entity = await client.getEntity<number>(counter(key));
    return entity?.state === value ? entity : undefined;
  });

async function run(orchestrator: (...args: never[]) => unknown, input: unknown) {
  const id = await client.scheduleNewOrchestration(orchestrator as never, input);
  return client.waitForOrchestrationCompletion(id, true, 20);
}

describe("an entity", () => {
  test("keeps what clients signal, in order", async () => {
    for (const amount of [1, 2, 3]) await client.signalEntity(counter("a"), "add", amount);
    expect((await reaches("a", 6)).lockedBy).toBeUndefined();
  });

  test("answers the orchestrations that call it", async () => {
    expect((await run(calls, "b"))?.serializedOutput).toBe("5");
  });

  test("runs a signal before the call that follows it", async () => {
    expect((await run(signals, "c"))?.serializedOutput).toBe("5");
  });

  test("signals another", async () => {
    await client.signalEntity(counter("d"), "tell", "e");
    await reaches("e", 7);
  });

  test("whose operation fails says so to the caller and keeps its state", async () => {
    await client.signalEntity(counter("f"), "add", 1);
    const state = await run(fails, "f");
    expect(state?.failureDetails?.message).toContain("no luck");
    await reaches("f", 1);
  });

  test("that was never signalled does not exist", async () => {
    expect(await client.getEntity(counter("nobody"))).toBeUndefined();
  });

  test("takes a delayed signal at its time", async () => {
    const signalTime = new Date(Date.now() + 3_600_000);
    await client.signalEntity(counter("g"), "add", 4, { signalTime });
    expect(await client.getEntity(counter("g"))).toBeUndefined();
    await emulator.advanceTime(3_600_000);
    await reaches("g", 4);
  });
});

describe("a critical section", () => {
  test("keeps others out until it ends", async () => {
    const input = ["h", "i"];
    const id = await client.scheduleNewOrchestration(locks as never, input);
    await eventually(async () => (await client.getEntity(counter("i")))?.lockedBy);
    await client.signalEntity(counter("h"), "add", 10);
    expect((await client.getEntity<number>(counter("h")))?.state).not.toBe(11);
    await client.raiseOrchestrationEvent(id, "release");
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe("2");
    expect((await client.getEntity(counter("i")))?.lockedBy).toBeUndefined();
    await reaches("h", 11);
  });

  test("of an owner that fails is released", async () => {
    await run(locksAndFails, "j");
    expect((await run(calls, "j"))?.serializedOutput).toBe("5");
  });
});

test("entities are listed by prefix, in pages", async () => {
  for (const key of ["p1", "p2", "p3"]) await client.signalEntity(counter(`page-${key}`), "add", 1);
  await reaches("page-p3", 1);
  const ids: string[] = [];
  const query = client.getEntities({ instanceIdStartsWith: "counter@page-", pageSize: 2 });
  for await (const { id } of query) ids.push(id.key);
  expect(ids.toSorted()).toEqual(["page-p1", "page-p2", "page-p3"]);
});

test("an entity is purged with its state", async () => {
  await client.signalEntity(counter("purged"), "add", 1);
  await reaches("purged", 1);
  await client.purgeOrchestration(counter("purged").toString());
  expect(await client.getEntity(counter("purged"))).toBeUndefined();
});
