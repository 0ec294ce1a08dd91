import { status } from "@grpc/grpc-js";
import { expect, test, vi } from "vitest";
import {
  type HistoryEvent,
  OrchestrationStatus,
} from "../../../emulator/grpc/generated/orchestrator_service.ts";
import { batchDone, ending, passing, signal, task } from "./answers.ts";
import { connectBackend } from "./backend-client.ts";
import { useHub } from "./fixture.ts";
import { eventOf, failureOf, message } from "./turn.ts";

const fixture = useHub();

const complete = (request: ReturnType<typeof passing>) =>
  fixture.client.call("completeOrchestrationWorkItem", request);

/** An orchestration that waits for the activity that this answers with. */
async function startActivity() {
  await fixture.hub.start("any", "a");
  await complete(passing(await fixture.work.turn(), { newTasks: [task("work")] }));
  return fixture.work.activity();
}

test("workers answer activities with the event that the orchestration receives", async () => {
  const { token, value } = await startActivity();
  expect(value).toMatchObject({ name: "work", input: "1", taskId: 0 });
  const result = { taskScheduledId: 0, result: "2" };
  await fixture.client.call("completeActivityWorkItem", {
    completionToken: token,
    responseEvent: eventOf({ $case: "taskCompleted", value: result }),
  });
  const [event] = (await fixture.work.turn()).value.newEvents;
  expect(event?.eventType).toEqual({ $case: "taskCompleted", value: result });
});

test("workers may fail activities", async () => {
  const { token: completionToken } = await startActivity();
  const value = { taskScheduledId: 0, failureDetails: failureOf("Error", "no luck") };
  const responseEvent = eventOf({ $case: "taskFailed", value });
  await fixture.client.call("completeActivityWorkItem", { completionToken, responseEvent });
  const [event] = (await fixture.work.turn()).value.newEvents;
  expect(event?.eventType).toEqual({ $case: "taskFailed", value });
});

test("workers are refused an answer that is none, and may still give one", async () => {
  const { token: completionToken } = await startActivity();
  const answer = (responseEvent: HistoryEvent) =>
    fixture.client.call("completeActivityWorkItem", { completionToken, responseEvent });
  const wrong = answer(eventOf({ $case: "eventRaised", value: { name: "x", input: "" } }));
  await expect(wrong).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  const value = { taskScheduledId: 0, result: "2" };
  await answer(eventOf({ $case: "taskCompleted", value }));
  await expect(answer(eventOf({ $case: "taskCompleted", value }))).rejects.toMatchObject({
    code: status.NOT_FOUND,
    details: `Work item '${completionToken}' not found`,
  });
});

test("workers cannot answer one kind of work with another's token", async () => {
  const activity = await startActivity();
  const item = { token: activity.token, value: { instanceId: "a", executionId: "" } };
  const batch = fixture.client.call("completeEntityWorkItem", batchDone(item, {}));
  await expect(batch).rejects.toMatchObject({ code: status.NOT_FOUND });
  const value = { taskScheduledId: 0, result: "2" };
  const responseEvent = eventOf({ $case: "taskCompleted", value });
  await fixture.client.call("completeActivityWorkItem", {
    completionToken: activity.token,
    responseEvent,
  });
  expect((await fixture.work.turn()).value.newEvents).toHaveLength(1);
});

test("workers answer entities with the state and the messages that follow", async () => {
  await fixture.hub.start("any", "a");
  await complete(passing(await fixture.work.turn()));
  await fixture.hub.raise("@c@1", signal);
  await fixture.hub.raise("@c@1", signal);
  const item = await fixture.work.batch();
  const done = { numberOperationsExecuted: 1, entityState: "1" };
  const value = { name: "told", input: "1" };
  const messages = [message("a", { $case: "eventRaised", value })];
  await fixture.client.call("completeEntityWorkItem", batchDone(item, { ...done, messages }));
  const [event] = (await fixture.work.turn()).value.newEvents;
  expect(event?.eventType).toEqual({ $case: "eventRaised", value });
  const rest = await fixture.work.batch();
  expect(rest.value).toMatchObject({ entityState: "1", operationRequests: [{}] });
});

test.each(["abandonOrchestrationWorkItem", "releaseOrchestrationWorkItem"] as const)(
  "give turns back by %s",
  async (name) => {
    await fixture.hub.start("any", "a");
    const { token: completionToken } = await fixture.work.turn();
    await fixture.client.call(name, { completionToken });
    const again = await fixture.work.turn();
    expect(again.token).not.toBe(completionToken);
    await expect(fixture.client.call(name, { completionToken })).resolves.toEqual({});
    await complete(ending(again, "1"));
  },
);

test.each(["abandonEntityWorkItem", "releaseEntityWorkItem"] as const)(
  "give batches back by %s",
  async (name) => {
    await fixture.hub.raise("@c@1", signal);
    const { token: completionToken } = await fixture.work.batch();
    await fixture.client.call(name, { completionToken, reason: "busy" });
    expect((await fixture.work.batch()).value.operationRequests).toHaveLength(1);
  },
);

test("workers give activities back by abandonActivityWorkItem", async () => {
  const { token: completionToken } = await startActivity();
  await fixture.client.call("abandonActivityWorkItem", { completionToken });
  expect((await fixture.work.activity()).value.name).toBe("work");
});

test("workers answer a turn in chunks, which count as one", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const part = passing(item, { isPartial: true, chunkIndex: 0, newTasks: [task("one")] });
  await complete(part);
  expect(await fixture.hub.history("a")).toEqual([]);
  await complete(passing(item, { chunkIndex: 1, newHistory: [], newTasks: [task("two")] }));
  expect(await fixture.hub.history("a")).toEqual(["orchestratorStarted", "executionStarted"]);
  const names = [
    (await fixture.work.activity()).value.name,
    (await fixture.work.activity()).value.name,
  ];
  expect(names).toEqual(["one", "two"]);
});

test("workers say how many events they have processed; the others come again", async () => {
  await fixture.hub.start("any", "a");
  const first = await fixture.work.turn();
  for (const name of ["one", "two"]) await fixture.hub.raiseEvent("a", name, "");
  await complete(passing(first));
  const item = await fixture.work.turn();
  const [done, left] = item.value.newEvents;
  const newHistory = done === undefined ? [] : [done];
  await complete(passing(item, { newHistory, numEventsProcessed: 1 }));
  expect((await fixture.work.turn()).value.newEvents).toEqual([left]);
});

test("workers rewind a failed instance by a new history under a new execution", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const runtimeStatus = OrchestrationStatus.ORCHESTRATION_STATUS_FAILED;
  await complete({ ...ending(item, "no luck"), runtimeStatus });
  await fixture.hub.raise("a", {
    $case: "executionRewound",
    value: {
      reason: "fixed",
      ...{ parentExecutionId: undefined, instanceId: undefined, parentTraceContext: undefined },
      ...{ name: undefined, version: undefined, input: undefined, parentInstance: undefined },
      tags: {},
    },
  });
  const asked = await fixture.work.turn();
  expect(asked.value.newEvents.map(({ eventType }) => eventType?.$case)).toEqual([
    "executionRewound",
  ]);
  const kept = asked.value.pastEvents.slice(0, 2).map((event) => renewed(event, "renewed"));
  const instance = { instanceId: "a", executionId: "renewed" };
  await complete(passing(asked, { instance, newHistory: kept }));
  const next = await fixture.work.turn();
  expect(next.value).toMatchObject({ executionId: "renewed", pastEvents: kept });
  await complete(ending(next, "luck"));
  expect(await fixture.hub.end("a")).toMatchObject({ output: "luck", failureDetails: undefined });
});

test("workers that drain receive nothing new and finish what they have", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const drain = () => fixture.client.call("beginWorkerDrain", { drainTimeout: undefined });
  expect(await drain()).toEqual({ workerFound: true });
  expect(await drain()).toEqual({ workerFound: true });
  await fixture.hub.start("any", "b");
  await complete(ending(item, "1"));
  expect((await fixture.hub.end("a"))?.output).toBe("1");
  expect(
    (await fixture.client.call("getMetrics", {})).metrics?.orchestratorWorkItems?.pending,
  ).toBe(1);
  expect(fixture.work.hasMore()).toBe(false);
  const stranger = connectBackend(fixture.grpc, { taskHub: fixture.taskHub });
  const answer = await stranger.call("beginWorkerDrain", { drainTimeout: undefined });
  expect(answer.workerFound).toBe(false);
  stranger.close();
});

test("workers are counted, with what they hold and what waits", async () => {
  await fixture.reopenWork({ maxConcurrentOrchestrationWorkItems: 1 });
  await fixture.hub.start("any", "a");
  await complete(passing(await fixture.work.turn(), { newTasks: [task("work")] }));
  await fixture.work.activity();
  await fixture.hub.raise("@c@1", signal);
  await fixture.work.batch();
  for (const id of ["b", "c", "d"]) await fixture.hub.start("any", id);
  await fixture.work.turn();
  const { metrics } = await fixture.client.call("getMetrics", {});
  expect(metrics).toMatchObject({
    orchestratorWorkItems: { pending: 2, active: 1 },
    activityWorkItems: { pending: 0, active: 1, oldestAgeInSeconds: 0 },
    entityWorkItems: { pending: 0, active: 1 },
    connectedWorkers: { count: 1 },
  });
  await vi.waitFor(
    async () => {
      const later = await fixture.client.call("getMetrics", {});
      expect(later.metrics?.orchestratorWorkItems?.oldestAgeInSeconds).toBe(1);
    },
    { timeout: 5_000 },
  );
});

function renewed(event: HistoryEvent, executionId: string): HistoryEvent {
  if (event.eventType?.$case !== "executionStarted") return event;
  const { value } = event.eventType;
  const instanceId = value.orchestrationInstance?.instanceId ?? "";
  const orchestrationInstance = { instanceId, executionId };
  const eventType = { $case: "executionStarted", value: { ...value, orchestrationInstance } };
  return { ...event, eventType } as HistoryEvent;
}
