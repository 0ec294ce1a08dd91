import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OrchestratorAction } from "../../emulator/grpc/generated/orchestrator_service.ts";
import {
  CreateTaskHubRequest,
  HistoryChunk,
  InstanceQuery,
  OlderReuseAction,
  OrchestrationStatus,
  QueryInstancesResponse,
  SignalEntityRequest,
  WorkerCapability,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { connectRaw, type Raw, type Work } from "./raw.ts";

const { ORCHESTRATION_STATUS_PENDING: pending, ORCHESTRATION_STATUS_RUNNING: runs } =
  OrchestrationStatus;

let emulator: Emulator;
let bare: Raw;
const connected: Raw[] = [];
const on = (taskHub: string) => {
  const raw = connectRaw(emulator, taskHub);
  connected.push(raw);
  return raw;
};

beforeAll(async () => {
  emulator = await startEmulator({
    grpcPort: 0,
    restPort: 0,
    dashboardPort: 0,
    taskHubs: ["default", "chunks", "large", "older", "pages", "batches"],
  });
  bare = connectRaw(emulator);
});

afterAll(async () => {
  for (const { client } of [bare, ...connected]) client.close();
  await emulator.stop();
});

const statusOf = async (raw: Raw, instanceId: string) =>
  (await raw.stateOf(instanceId))?.orchestrationStatus;

/** Takes items until one is a turn of this instance. */
async function turnOf(work: Work, instanceId: string) {
  for (;;) {
    const item = await work.next();
    if (item.request?.$case !== "orchestratorRequest") continue;
    if (item.request.value.instanceId === instanceId) return { item, turn: item.request.value };
  }
}

const activity = (id: number, input?: string): OrchestratorAction => ({
  id,
  orchestratorActionType: {
    $case: "scheduleTask",
    value: { name: "a", version: undefined, input, parentTraceContext: undefined, tags: {} },
  },
});

test("without a hub in its metadata a client speaks to the default hub", async () => {
  await bare.start({ instanceId: "bare" });
  expect(await statusOf(bare, "bare")).toBe(pending);
});

test("a forced termination needs no worker, and names whom it did not end", async () => {
  await bare.start({ instanceId: "stuck" });
  const request = { instanceBatch: { instanceIds: ["stuck", "nobody", "@c@1"] }, reason: "out" };
  const answer = await bare.ask<{ unterminatedInstanceIds: string[] }>((client, meta, reply) =>
    client.skipGracefulOrchestrationTerminations(request, meta, reply),
  );
  expect(answer.unterminatedInstanceIds).toEqual(["nobody", "@c@1"]);
  const { ORCHESTRATION_STATUS_TERMINATED: terminated } = OrchestrationStatus;
  expect(await statusOf(bare, "stuck")).toBe(terminated);
});

test("a worker that knows no tokens is answered by instance", async () => {
  await bare.start({ instanceId: "old" });
  const work = bare.work();
  const { item, turn } = await turnOf(work, "old");
  expect(turn.newEvents[0]?.eventType?.$case).toBe("orchestratorStarted");
  await bare.complete({ ...item, completionToken: "" }, { instanceId: "old" });
  work.cancel();
  expect(await statusOf(bare, "old")).toBe(runs);
});

test("a worker of an unknown hub is told so", async () => {
  await expect(on("nowhere").work().next()).rejects.toMatchObject({
    code: status.NOT_FOUND,
    details: "Task hub not found: nowhere",
  });
});

test("an answer to nothing is acknowledged and changes nothing", async () => {
  const item = { request: undefined, completionToken: "stale" };
  await expect(bare.complete(item, { instanceId: "x" })).resolves.toEqual({});
});

test("a batch over 500 ids is refused with its length", async () => {
  const instanceIds = Array.from({ length: 501 }, String);
  const request = { instanceBatch: { instanceIds }, reason: undefined };
  const answer = bare.ask((client, meta, reply) =>
    client.skipGracefulOrchestrationTerminations(request, meta, reply),
  );
  await expect(answer).rejects.toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: expect.stringContaining("501 ids"),
  });
});

test("rewinding what is missing or has not failed is refused by name", async () => {
  const rewind = (instanceId: string) =>
    bare.ask((client, meta, reply) =>
      client.rewindInstance({ instanceId, reason: undefined }, meta, reply),
    );
  await expect(rewind("nobody")).rejects.toMatchObject({
    code: status.NOT_FOUND,
    details: expect.stringContaining("nobody"),
  });
  await bare.start({ instanceId: "healthy" });
  await expect(rewind("healthy")).rejects.toMatchObject({
    code: status.FAILED_PRECONDITION,
    details: expect.stringContaining("not allowed"),
  });
});

describe("an answer in chunks", () => {
  test("is one answer, committed with its last chunk", async () => {
    const hub = on("chunks");
    await hub.start({ instanceId: "c" });
    const work = hub.work();
    const { item } = await turnOf(work, "c");
    const chunk = (chunkIndex: number, actions: OrchestratorAction[], isPartial: boolean) =>
      hub.complete(item, { instanceId: "c", actions, isPartial, chunkIndex });
    await chunk(0, [activity(7)], true);
    await chunk(0, [activity(1)], true);
    await chunk(1, [activity(2)], true);
    expect(await statusOf(hub, "c")).toBe(pending);
    await chunk(2, [activity(3)], false);
    expect(await statusOf(hub, "c")).toBe(runs);
    work.cancel();
    const history = await emulator.reader.history("chunks", "c", 0, 9);
    expect(history.map(({ eventId }) => eventId)).toEqual([-1, 0, 1, 2, 3]);
  });
});

describe("a long history", () => {
  const input = "x".repeat(700_000);

  test("is fetched by a worker that offers to, in chunks below 4 MiB", async () => {
    const hub = on("large");
    await hub.start({ instanceId: "l" });
    const capabilities = [WorkerCapability.WORKER_CAPABILITY_HISTORY_STREAMING];
    const work = hub.work({ capabilities });
    const first = await turnOf(work, "l");
    expect(first.turn.requiresHistoryStreaming).toBe(false);
    const actions = [1, 2, 3, 4, 5, 6, 7].map((id) => activity(id, input));
    await hub.complete(first.item, { instanceId: "l", actions });
    await hub.ask((client, meta, reply) =>
      client.raiseEvent({ instanceId: "l", name: "go", input: undefined }, meta, reply),
    );
    const { turn } = await turnOf(work, "l");
    expect(turn).toMatchObject({ requiresHistoryStreaming: true, pastEvents: [] });
    const executionId = turn.executionId;
    const fetched = hub.client.streamInstanceHistory(
      { instanceId: "l", executionId, forWorkItemProcessing: true },
      hub.metadata,
    );
    const chunks: HistoryChunk[] = [];
    for await (const chunk of fetched as AsyncIterable<HistoryChunk>) chunks.push(chunk);
    const sizes = chunks.map((chunk) => HistoryChunk.encode(chunk).finish().byteLength);
    expect(Math.max(...sizes)).toBeLessThan(4 * 1024 * 1024);
    expect(chunks.flatMap(({ events }) => events.map(({ eventId }) => eventId))).toEqual([
      -1, 0, 1, 2, 3, 4, 5, 6, 7,
    ]);
    work.cancel();
  });

  test("of another execution, or of nothing, is empty", async () => {
    const hub = on("large");
    for (const [instanceId, executionId] of [["l", "other"], ["nobody"]] as const) {
      const fetched = hub.client.streamInstanceHistory(
        { instanceId, executionId, forWorkItemProcessing: false },
        hub.metadata,
      );
      const chunks: unknown[] = [];
      for await (const chunk of fetched) chunks.push(chunk);
      expect(chunks).toEqual([]);
    }
  });
});

describe("pages with payloads", () => {
  test("stay below 4 MiB and together hold every instance once", async () => {
    const hub = on("pages");
    const ids = Array.from({ length: 12 }, (_, index) => `p${index}`.padEnd(4, "x"));
    for (const instanceId of ids) await hub.start({ instanceId, input: "x".repeat(900_000) });
    const found: string[] = [];
    let continuationToken: string | undefined;
    do {
      const query = { ...InstanceQuery.create(), fetchInputsAndOutputs: true, continuationToken };
      const page = await hub.ask<QueryInstancesResponse>((client, meta, reply) =>
        client.queryInstances({ query }, meta, reply),
      );
      const bytes = QueryInstancesResponse.encode(page).finish().byteLength;
      expect(bytes).toBeLessThan(4 * 1024 * 1024);
      found.push(...page.orchestrationState.map(({ instanceId }) => instanceId));
      continuationToken = page.continuationToken;
    } while (continuationToken !== undefined);
    expect(found).toEqual(ids);
  });
});

describe("an entity's batch", () => {
  test("takes no more operations than fit into 4 MiB", async () => {
    const hub = on("batches");
    for (let number = 0; number < 6; number++) {
      const request = { ...SignalEntityRequest.create(), instanceId: "@c@1", name: "add" };
      const input = "x".repeat(900_000);
      await hub.ask((client, meta, reply) =>
        client.signalEntity({ ...request, input }, meta, reply),
      );
    }
    const work = hub.work();
    const { request } = await work.next();
    work.cancel();
    const batch = request?.$case === "entityRequestV2" ? request.value.operationRequests : [];
    expect(batch).toHaveLength(4);
  });
});

describe("the older form of the reuse policy", () => {
  const policy = (action: OlderReuseAction) => ({ replaceableStatus: [pending], action });

  test("keeps an existing instance and does nothing when told to ignore", async () => {
    const hub = on("older");
    await hub.start({ instanceId: "kept", input: "1" });
    const orchestrationIdReusePolicy = policy(OlderReuseAction.OLDER_REUSE_ACTION_IGNORE);
    await hub.start({ instanceId: "kept", input: "2", orchestrationIdReusePolicy });
    expect((await hub.stateOf("kept"))?.input).toBe("1");
  });

  test("replaces an existing instance when told to terminate it", async () => {
    const hub = on("older");
    await hub.start({ instanceId: "replaced", input: "1" });
    const orchestrationIdReusePolicy = policy(OlderReuseAction.OLDER_REUSE_ACTION_TERMINATE);
    await hub.start({ instanceId: "replaced", input: "2", orchestrationIdReusePolicy });
    expect((await hub.stateOf("replaced"))?.input).toBe("2");
  });
});

describe("a task hub", () => {
  const create = (raw: Raw, recreateIfExists = false) =>
    raw.ask((client, meta, reply) =>
      client.createTaskHub(CreateTaskHubRequest.create({ recreateIfExists }), meta, reply),
    );
  const remove = (raw: Raw) =>
    raw.ask((client, meta, reply) => client.deleteTaskHub({}, meta, reply));

  test("can be created, and again without losing what is in it", async () => {
    const hub = on("made");
    await expect(hub.start({})).rejects.toMatchObject({ code: status.NOT_FOUND });
    await create(hub);
    await hub.start({ instanceId: "one" });
    await create(on("MADE"));
    expect(emulator.taskHubs).toContain("made");
    expect(await statusOf(hub, "one")).toBe(pending);
  });

  test("is empty after it was recreated", async () => {
    const hub = on("again");
    await create(hub);
    await hub.start({ instanceId: "one" });
    await create(hub, true);
    expect(await hub.stateOf("one")).toBeUndefined();
  });

  test("that is deleted ends its workers' streams and whoever waits in it", async () => {
    const hub = on("gone");
    await create(hub);
    await hub.start({ instanceId: "one" });
    const stream = hub.work();
    await turnOf(stream, "one");
    const waiting = hub.ask((client, meta, reply) =>
      client.waitForInstanceCompletion(
        { instanceId: "one", getInputsAndOutputs: false },
        meta,
        reply,
      ),
    );
    await remove(hub);
    await expect(waiting).resolves.toMatchObject({ exists: false });
    await expect(stream.next()).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(hub.stateOf("one")).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(remove(hub)).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  test("needs a name by the rule", async () => {
    await expect(create(on("a_b"))).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining("3 to 64 letters"),
    });
  });
});
