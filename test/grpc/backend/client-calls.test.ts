import { status } from "@grpc/grpc-js";
import { expect, test } from "vitest";
import {
  CreateInstanceRequest,
  EntityQuery,
  InstanceQuery,
  PurgeInstancesRequest,
} from "../../../emulator/grpc/generated/orchestrator_service.ts";
import { startEmulator } from "../../../emulator/index.ts";
import { batchDone, ending, passing, signal } from "./answers.ts";
import { connectBackend } from "./backend-client.ts";
import { useHub } from "./fixture.ts";
import { eventOf } from "./turn.ts";

const fixture = useHub();

const complete = (request: ReturnType<typeof passing>) =>
  fixture.client.call("completeOrchestrationWorkItem", request);

test("clients ping a hub", async () => {
  await expect(fixture.client.call("ping", {})).resolves.toEqual({});
});

test("clients start an instance under the rules for ids that exist already", async () => {
  await fixture.hub.start("any", "a");
  await expect(fixture.hub.start("any", "a")).rejects.toMatchObject({
    code: status.ALREADY_EXISTS,
  });
  const unnamed = CreateInstanceRequest.create({ name: "any" });
  const { instanceId } = await fixture.client.call("createInstance", unnamed);
  expect(instanceId).toMatch(/^[0-9a-f]{32}$/);
});

test("clients are told that an instance is missing, also when they wait for it", async () => {
  const request = { instanceId: "nobody", getInputsAndOutputs: true };
  expect((await fixture.client.call("getInstance", request)).exists).toBe(false);
  expect((await fixture.client.call("waitForInstance", request)).exists).toBe(false);
});

test("clients query instances page by page", async () => {
  for (const id of ["a", "b", "c"]) await fixture.hub.start("any", id);
  const query = InstanceQuery.create({ maxInstanceCount: 2, instanceIdPrefix: "" });
  const first = await fixture.client.call("queryInstances", { query });
  const next = { ...query, continuationToken: first.continuationToken };
  const second = await fixture.client.call("queryInstances", { query: next });
  const ids = [...first.orchestrationState, ...second.orchestrationState];
  expect(ids.map(({ instanceId }) => instanceId)).toEqual(["a", "b", "c"]);
  expect(second.continuationToken).toBeUndefined();
});

test("clients purge what has ended and restart it before", async () => {
  await fixture.hub.start("any", "a", "7");
  await complete(ending(await fixture.work.turn(), "8"));
  const again = { instanceId: "a", restartWithNewInstanceId: true };
  const { instanceId } = await fixture.client.call("restartInstance", again);
  expect(await fixture.hub.get(instanceId)).toMatchObject({ name: "any", input: "7" });
  const request = PurgeInstancesRequest.create({ request: { $case: "instanceId", value: "a" } });
  expect((await fixture.client.call("purgeInstances", request)).deletedInstanceCount).toBe(1);
  expect(await fixture.hub.get("a")).toBeUndefined();
});

test("clients terminate by force what no worker answers for", async () => {
  await fixture.hub.start("any", "a");
  const instanceBatch = { instanceIds: ["a", "nobody"] };
  const request = { instanceBatch, reason: "out" };
  const answer = await fixture.client.call("skipGracefulOrchestrationTerminations", request);
  expect(answer.unterminatedInstanceIds).toEqual(["nobody"]);
  expect((await fixture.hub.end("a"))?.output).toBe("out");
});

test("clients add events to many instances and hear which took none", async () => {
  for (const id of ["a", "ended"]) await fixture.hub.start("any", id);
  for (const id of ["a", "ended"]) {
    const item = await fixture.work.turn();
    expect(item.value.instanceId).toBe(id);
    await complete(id === "a" ? passing(item) : ending(item, "1"));
  }
  const event = eventOf({ $case: "eventRaised", value: { name: "go", input: "1" } });
  const events = { a: event, ended: event, nobody: event, "@c@1": eventOf(signal) };
  const answer = await fixture.client.call("addEvents", { events });
  expect(answer.unsuccessfulInstanceIds.toSorted()).toEqual(["ended", "nobody"]);
  expect((await fixture.work.turn()).value.newEvents).toMatchObject([
    { eventType: event.eventType },
  ]);
  expect((await fixture.work.batch()).value.instanceId).toBe("@c@1");
});

test("clients add events for one execution that no other receives", async () => {
  await fixture.hub.start("any", "a");
  const { value, ...item } = await fixture.work.turn();
  await complete(passing({ ...item, value }));
  const event = eventOf({ $case: "eventRaised", value: { name: "go", input: "1" } });
  const add = (executionId: string | undefined) =>
    fixture.client.call("addEvent", { instance: { instanceId: "a", executionId }, event });
  await add("another");
  await add(value.executionId);
  expect((await fixture.work.turn()).value.newEvents).toHaveLength(1);
  expect(fixture.work.hasMore()).toBe(false);
});

test("clients are refused events without a type, and too large ones", async () => {
  const instance = { instanceId: "a", executionId: undefined };
  const bare = fixture.client.call("addEvent", { instance, event: undefined });
  await expect(bare).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  const large = fixture.hub.raiseEvent("a", "go", "x".repeat(1_048_577));
  await expect(large).rejects.toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: expect.stringContaining("input of eventRaised"),
  });
});

test("clients read entities, one by one and in pages, and clean nothing", async () => {
  await fixture.hub.raise("@C@1", signal);
  const item = await fixture.work.batch();
  await fixture.client.call(
    "completeEntityWorkItem",
    batchDone(item, { numberOperationsExecuted: 1, entityState: "1" }),
  );
  const one = await fixture.client.call("getEntity", { instanceId: "@c@1", includeState: true });
  expect(one.entity).toMatchObject({ instanceId: "@c@1", serializedState: "1" });
  const query = EntityQuery.create({ instanceIdStartsWith: "@c@", includeState: true });
  const { entities } = await fixture.client.call("queryEntities", { query });
  expect(entities.map(({ serializedState }) => serializedState)).toEqual(["1"]);
  const request = {
    continuationToken: undefined,
    removeEmptyEntities: true,
    releaseOrphanedLocks: true,
  };
  const cleaned = await fixture.client.call("cleanEntityStorage", request);
  expect(cleaned).toMatchObject({ emptyEntitiesRemoved: 0, orphanedLocksReleased: 0 });
});

test("clients read histories whole and in chunks, and none of another execution", async () => {
  await fixture.hub.start("any", "a");
  await complete(passing(await fixture.work.turn()));
  expect(await fixture.hub.history("a")).toEqual(["orchestratorStarted", "executionStarted"]);
  const other = { instance: { instanceId: "a", executionId: "other" } };
  expect((await fixture.client.call("getOrchestrationRuntimeState", other)).history).toEqual([]);
  const request = { instanceId: "a", executionId: undefined, forWorkItemProcessing: false };
  const streamed = [];
  for await (const { events } of fixture.client.stream("streamInstanceHistory", request)) {
    streamed.push(...events);
  }
  expect(streamed).toHaveLength(2);
});

test("clients are refused a history over 4 MiB in one message, with the way out", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const value = { name: "large", input: "x".repeat(1_000_000) };
  const large = Array.from({ length: 5 }, () => eventOf({ $case: "eventRaised", value }));
  await complete(passing(item, { newHistory: [...passing(item).newHistory, ...large] }));
  await expect(fixture.hub.history("a")).rejects.toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
    details: expect.stringContaining("StreamInstanceHistory"),
  });
});

test("clients that name no hub there is are told so on every call", async () => {
  const static_ = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  const stranger = connectBackend(static_.grpc, { taskHub: "nowhere" });
  const answer = stranger.call("ping", {});
  await expect(answer).rejects.toMatchObject({
    code: status.NOT_FOUND,
    details: "Task hub not found: nowhere",
  });
  stranger.close();
  await static_.stop();
});
