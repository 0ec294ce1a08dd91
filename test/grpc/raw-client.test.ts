import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OrchestratorAction } from "../../emulator/grpc/generated/orchestrator_service.ts";
import {
  EntityQuery,
  ListInstanceIdsRequest,
  type ListInstanceIdsResponse,
  OlderReuseAction,
  OrchestrationStatus,
  type PurgeInstancesResponse,
  type QueryEntitiesResponse,
  SignalEntityRequest,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { connectRaw, type Raw } from "./raw.ts";
import { activity, turnOf } from "./raw-actions.ts";

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
    taskHubs: ["default", "chunks", "older", "entities"],
  });
  bare = connectRaw(emulator);
});

afterAll(async () => {
  for (const { client } of [bare, ...connected]) client.close();
  await emulator.stop();
});

const statusOf = async (raw: Raw, instanceId: string) =>
  (await raw.stateOf(instanceId))?.orchestrationStatus;

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

test("what workers gave back time and again goes at once to one that connects", async () => {
  await bare.start({ instanceId: "unwanted" });
  for (let round = 0; round < 5; round++) {
    const work = bare.work();
    const { item } = await turnOf(work, "unwanted");
    work.cancel();
    await bare.ask((to, meta, reply) => to.abandonTaskOrchestratorWorkItem(item, meta, reply));
  }
  const work = bare.work();
  const { item } = await turnOf(work, "unwanted");
  await bare.complete(item, { instanceId: "unwanted" });
  work.cancel();
  expect(await statusOf(bare, "unwanted")).toBe(runs);
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

test("events beyond those that a worker has processed are shown again", async () => {
  await bare.start({ instanceId: "some" });
  for (const name of ["one", "two"]) {
    await bare.ask((client, meta, reply) =>
      client.raiseEvent({ instanceId: "some", name, input: undefined }, meta, reply),
    );
  }
  const work = bare.work();
  const { item, turn } = await turnOf(work, "some");
  const shown = turn.newEvents.map(({ eventType }) => eventType?.$case);
  expect(shown).toEqual(["orchestratorStarted", "executionStarted", "eventRaised", "eventRaised"]);
  await bare.complete(item, { instanceId: "some", numEventsProcessed: 3 });
  const next = await turnOf(work, "some");
  work.cancel();
  expect(next.turn.pastEvents).toHaveLength(3);
  expect(next.turn.newEvents.map(({ eventType }) => eventType?.value)).toEqual([
    {},
    { name: "two", input: undefined },
  ]);
});

describe("entities", () => {
  const signal = (hub: Raw, instanceId: string) =>
    hub.ask((client, meta, reply) =>
      client.signalEntity(
        { ...SignalEntityRequest.create(), instanceId, name: "add" },
        meta,
        reply,
      ),
    );
  const page = (hub: Raw, query: Partial<EntityQuery>) =>
    hub.ask<QueryEntitiesResponse>((client, meta, reply) =>
      client.queryEntities(
        { query: { ...EntityQuery.create(), includeTransient: true, ...query } },
        meta,
        reply,
      ),
    );

  test("are paged by id, and found in whatever case their name is written", async () => {
    const hub = on("entities");
    for (const id of ["@Counter@b", "@counter@c", "@COUNTER@a", "@other@a"]) await signal(hub, id);
    const query = { instanceIdStartsWith: "@Counter@", pageSize: 2 };
    const first = await page(hub, query);
    await signal(hub, "@counter@a");
    const { continuationToken } = first;
    const second = await page(hub, { ...query, continuationToken });
    const ids = [...first.entities, ...second.entities].map(({ instanceId }) => instanceId);
    expect(ids).toEqual(["@counter@a", "@counter@b", "@counter@c"]);
    expect(second.continuationToken).toBeUndefined();
  });

  test("are not purged where an orchestration is meant", async () => {
    const hub = on("entities");
    await signal(hub, "@kept@1");
    const purge = (isOrchestration: boolean) =>
      hub.ask<PurgeInstancesResponse>((client, meta, reply) =>
        client.purgeInstances(
          {
            request: { $case: "instanceId", value: "@kept@1" },
            recursive: false,
            isOrchestration,
          },
          meta,
          reply,
        ),
      );
    expect(await purge(true)).toMatchObject({ deletedInstanceCount: 0 });
    expect(await purge(false)).toMatchObject({ deletedInstanceCount: 1 });
  });
});

test("the key of the last listed instance has its id in it", async () => {
  const hub = on("entities");
  for (const instanceId of ["first", "second"]) await hub.start({ instanceId });
  const request = { instanceBatch: { instanceIds: ["first", "second"] }, reason: undefined };
  await hub.ask((client, meta, reply) =>
    client.skipGracefulOrchestrationTerminations(request, meta, reply),
  );
  const list = (lastInstanceKey?: string) =>
    hub.ask<ListInstanceIdsResponse>((client, meta, reply) =>
      client.listInstanceIds(
        { ...ListInstanceIdsRequest.create(), pageSize: 1, lastInstanceKey },
        meta,
        reply,
      ),
    );
  const { instanceIds, lastInstanceKey } = await list();
  expect(instanceIds).toEqual(["first"]);
  expect(lastInstanceKey).toContain("first");
  expect(await list(lastInstanceKey)).toEqual({
    instanceIds: ["second"],
    lastInstanceKey: undefined,
  });
});

describe("an answer in chunks", () => {
  const answering = async (instanceId: string) => {
    const hub = on("chunks");
    await hub.start({ instanceId });
    const work = hub.work();
    const { item } = await turnOf(work, instanceId);
    const chunk = (chunkIndex: number, actions: OrchestratorAction[], isPartial: boolean) =>
      hub.complete(item, { instanceId, actions, isPartial, chunkIndex });
    return { hub, work, chunk };
  };

  test("is one answer, committed with its last chunk, whatever is sent twice", async () => {
    const { hub, work, chunk } = await answering("c");
    await chunk(0, [activity(7)], true);
    await chunk(0, [activity(1)], true);
    await chunk(1, [activity(2)], true);
    await chunk(1, [activity(2)], true);
    expect(await statusOf(hub, "c")).toBe(pending);
    await chunk(2, [activity(3)], false);
    expect(await statusOf(hub, "c")).toBe(runs);
    work.cancel();
    const history = await emulator.reader.history("chunks", "c", 0, 9);
    expect(history.map(({ eventId }) => eventId)).toEqual([-1, 0, 1, 2, 3]);
  });

  test("is refused where a chunk is missing, and can be sent on from there", async () => {
    const { hub, work, chunk } = await answering("gap");
    await chunk(0, [activity(1)], true);
    await expect(chunk(2, [activity(3)], false)).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      details: expect.stringMatching(/^chunk 2 of the answer to .* came before chunk 1: send/),
    });
    expect(await statusOf(hub, "gap")).toBe(pending);
    await chunk(1, [activity(2)], true);
    await chunk(2, [activity(3)], false);
    work.cancel();
    const history = await emulator.reader.history("chunks", "gap", 0, 9);
    expect(history.map(({ eventId }) => eventId)).toEqual([-1, 0, 1, 2, 3]);
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
