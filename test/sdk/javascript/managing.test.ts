import {
  type OrchestrationContext,
  OrchestrationStatus,
  PurgeInstanceCriteria,
} from "@microsoft/durabletask-js";
import { describe, expect, test } from "vitest";
import { useSdk } from "./fixture.ts";

async function echo(_: OrchestrationContext, input: unknown): Promise<unknown> {
  return input;
}

async function* waits(context: OrchestrationContext): AsyncGenerator {
  return yield context.waitForExternalEvent("go");
}

async function* hasChild(context: OrchestrationContext): AsyncGenerator {
  return yield context.callSubOrchestrator(echo, 1, { instanceId: `${context.instanceId}-child` });
}

const sdk = useSdk((worker) => {
  for (const orchestrator of [echo, waits, hasChild]) worker.addOrchestrator(orchestrator);
});

async function completed(instanceId: string, input: unknown = instanceId): Promise<string> {
  await sdk.client.scheduleNewOrchestration(echo, input, { instanceId });
  await sdk.client.waitForOrchestrationCompletion(instanceId, false, 20);
  return instanceId;
}

describe("a query", () => {
  test("pages through what a prefix matches, each once and in order of creation", async () => {
    const ids: string[] = [];
    for (let number = 0; number < 5; number++) ids.push(await completed(`page-${number}`));
    const pages: string[][] = [];
    const query = sdk.client.getAllInstances({ instanceIdPrefix: "page-", pageSize: 2 });
    for await (const page of query.asPages()) {
      pages.push(page.values.map(({ instanceId }) => instanceId));
    }
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  });

  test("gives payloads only when asked", async () => {
    await completed("payload-1", "secret");
    const read = async (fetchInputsAndOutputs: boolean) => {
      const query = { instanceIdPrefix: "payload-", fetchInputsAndOutputs };
      for await (const state of sdk.client.getAllInstances(query)) return state.serializedOutput;
      return "nothing";
    };
    expect(await read(false)).toBeUndefined();
    expect(await read(true)).toBe('"secret"');
  });

  test("selects by status", async () => {
    await completed("status-1");
    await sdk.client.scheduleNewOrchestration(waits, undefined, { instanceId: "status-2" });
    await sdk.client.waitForOrchestrationStart("status-2");
    const ids: string[] = [];
    const statuses = [OrchestrationStatus.RUNNING];
    const query = sdk.client.getAllInstances({ instanceIdPrefix: "status-", statuses });
    for await (const { instanceId } of query) ids.push(instanceId);
    expect(ids).toEqual(["status-2"]);
  });

  test("with a token that is none is refused", async () => {
    const query = sdk.client.getAllInstances({ continuationToken: "nonsense" });
    await expect(query[Symbol.asyncIterator]().next()).rejects.toThrow(/no continuation token/);
  });

  test("lists ended instances by completion in disjoint pages", async () => {
    for (const id of ["ended-1", "ended-2", "ended-3"]) await completed(id);
    const first = await sdk.client.listInstanceIds({ pageSize: 2 });
    const lastInstanceKey = first.continuationToken;
    expect(first.values).toHaveLength(2);
    const rest = await sdk.client.listInstanceIds({
      pageSize: 100,
      ...(lastInstanceKey === undefined ? {} : { lastInstanceKey }),
    });
    expect(rest.values.filter((id) => first.values.includes(id))).toEqual([]);
    expect(rest.values).not.toContain("status-2");
    expect(rest.continuationToken).toBeUndefined();
  });
});

describe("purging", () => {
  test("forgets an ended instance, once", async () => {
    const id = await completed("purge-1");
    expect((await sdk.client.purgeOrchestration(id))?.deletedInstanceCount).toBe(1);
    expect(await sdk.client.getOrchestrationState(id)).toBeUndefined();
    expect(await sdk.client.getOrchestrationHistory(id)).toEqual([]);
    expect((await sdk.client.purgeOrchestration(id))?.deletedInstanceCount).toBe(0);
  });

  test("leaves a live instance alone", async () => {
    const id = await sdk.client.scheduleNewOrchestration(waits);
    expect((await sdk.client.purgeOrchestration(id))?.deletedInstanceCount).toBe(0);
    expect(await sdk.client.getOrchestrationState(id)).toBeDefined();
  });

  test.each([
    [true, 2],
    [false, 1],
  ])("with recursion %s forgets %i of a parent and its child", async (recursive, count) => {
    const id = await sdk.client.scheduleNewOrchestration(hasChild);
    await sdk.client.waitForOrchestrationCompletion(id, false, 20);
    const result = await sdk.client.purgeOrchestration(id, { recursive });
    expect(result?.deletedInstanceCount).toBe(count);
  });

  test("by filter takes what was created within the range, in the statuses asked for", async () => {
    const from = new Date();
    for (const id of ["filter-1", "filter-2"]) await completed(id);
    const criteria = new PurgeInstanceCriteria();
    criteria.setCreatedTimeFrom(from);
    criteria.setRuntimeStatusList([OrchestrationStatus.FAILED]);
    expect((await sdk.client.purgeOrchestration(criteria))?.deletedInstanceCount).toBe(0);
    criteria.setRuntimeStatusList([OrchestrationStatus.COMPLETED]);
    expect((await sdk.client.purgeOrchestration(criteria))?.deletedInstanceCount).toBe(2);
  });
});

describe("restarting", () => {
  test("runs the same input under a new id", async () => {
    const id = await completed("again-1", "same");
    const newId = await sdk.client.restartOrchestration(id, true);
    expect(newId).not.toBe(id);
    const state = await sdk.client.waitForOrchestrationCompletion(newId, true, 20);
    expect(state?.serializedOutput).toBe('"same"');
  });

  test("under its own id is for ended instances", async () => {
    const id = await completed("again-2");
    expect(await sdk.client.restartOrchestration(id)).toBe(id);
    await sdk.client.waitForOrchestrationCompletion(id, false, 20);
    const live = await sdk.client.scheduleNewOrchestration(waits);
    await expect(sdk.client.restartOrchestration(live)).rejects.toThrow(/cannot be restarted/);
    await expect(sdk.client.restartOrchestration("nobody")).rejects.toThrow(/not found/);
  });
});
