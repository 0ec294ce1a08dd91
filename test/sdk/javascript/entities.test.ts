import { EntityInstanceId, type OrchestrationContext, TaskEntity } from "@microsoft/durabletask-js";
import { describe, expect, test } from "vitest";
import { useSdk } from "./fixture.ts";
import { eventually } from "./sdk.ts";

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

const sdk = useSdk((worker) => {
  worker.addNamedEntity("counter", () => new Counter());
  for (const orchestrator of [calls, signals, locks, locksAndFails, fails]) {
    worker.addOrchestrator(orchestrator);
  }
});

const counter = (key: string) => new EntityInstanceId("counter", key);

/** Waits until the counter has the value. */
const reaches = (key: string, value: number) =>
  eventually(async () => {
    const entity = await sdk.client.getEntity<number>(counter(key));
    return entity?.state === value ? entity : undefined;
  });

describe("an entity", () => {
  test("keeps what clients signal, in order", async () => {
    for (const amount of [1, 2, 3]) await sdk.client.signalEntity(counter("a"), "add", amount);
    expect((await reaches("a", 6)).lockedBy).toBeUndefined();
  });

  test("answers the orchestrations that call it", async () => {
    expect((await sdk.run(calls, "b"))?.serializedOutput).toBe("5");
  });

  test("runs a signal before the call that follows it", async () => {
    expect((await sdk.run(signals, "c"))?.serializedOutput).toBe("5");
  });

  test("signals another", async () => {
    await sdk.client.signalEntity(counter("d"), "tell", "e");
    await reaches("e", 7);
  });

  test("whose operation fails says so to the caller and keeps its state", async () => {
    await sdk.client.signalEntity(counter("f"), "add", 1);
    const state = await sdk.run(fails, "f");
    expect(state?.failureDetails?.message).toContain("no luck");
    await reaches("f", 1);
  });

  test("that was never signalled does not exist", async () => {
    expect(await sdk.client.getEntity(counter("nobody"))).toBeUndefined();
  });
});

describe("a critical section", () => {
  test("keeps others out until it ends", async () => {
    const input = ["h", "i"];
    const id = await sdk.client.scheduleNewOrchestration(locks as never, input);
    await eventually(async () => (await sdk.client.getEntity(counter("i")))?.lockedBy);
    await sdk.client.signalEntity(counter("h"), "add", 10);
    expect((await sdk.client.getEntity<number>(counter("h")))?.state).not.toBe(11);
    await sdk.client.raiseOrchestrationEvent(id, "release");
    const state = await sdk.client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe("2");
    expect((await sdk.client.getEntity(counter("i")))?.lockedBy).toBeUndefined();
    await reaches("h", 11);
  });

  test("of an owner that fails is released", async () => {
    await sdk.run(locksAndFails, "j");
    expect((await sdk.run(calls, "j"))?.serializedOutput).toBe("5");
  });
});

test("entities are listed by prefix, in pages", async () => {
  for (const key of ["p1", "p2", "p3"])
    await sdk.client.signalEntity(counter(`page-${key}`), "add", 1);
  await reaches("page-p3", 1);
  const ids: string[] = [];
  const query = sdk.client.getEntities({ instanceIdStartsWith: "counter@page-", pageSize: 2 });
  for await (const { id } of query) ids.push(id.key);
  expect(ids.toSorted()).toEqual(["page-p1", "page-p2", "page-p3"]);
});

test("an entity is purged with its state", async () => {
  await sdk.client.signalEntity(counter("purged"), "add", 1);
  await reaches("purged", 1);
  await sdk.client.purgeOrchestration(counter("purged").toString());
  expect(await sdk.client.getEntity(counter("purged"))).toBeUndefined();
});
