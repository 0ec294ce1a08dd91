import { status } from "@grpc/grpc-js";
import { expect, test } from "vitest";
import { SignalEntityRequest } from "../../../emulator/grpc/generated/orchestrator_service.ts";
import { batchDone, ending, partsOf, passing } from "./answers.ts";
import { connectSidecar } from "./backend-client.ts";
import { useHub } from "./fixture.ts";

const fixture = useHub();

function answerInSession(request: ReturnType<typeof passing>) {
  const stream = fixture.client.stream("completeOrchestrationWorkItemWithExtendedSession", request);
  const parts = partsOf(stream);
  return { next: async () => (await parts.next()).value, cancel: () => stream.cancel() };
}

const counting = (completionCount: number) => ({ completionCount });

test("a session is answered once and then sent what arrives, and nothing of the past", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const session = answerInSession(passing(item, counting(1)));
  expect(await session.next()).toEqual(["orchestratorResponse"]);
  await fixture.hub.raiseEvent("a", "one", "1");
  expect(await session.next()).toEqual(["newMessages", "eventRaised"]);
  expect(fixture.work.hasMore()).toBe(false);
});

test("what arrived during the turn comes at once after the answer", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  await fixture.hub.raiseEvent("a", "one", "1");
  const session = answerInSession(passing(item, counting(1)));
  expect(await session.next()).toEqual(["orchestratorResponse"]);
  expect(await session.next()).toEqual(["newMessages", "eventRaised"]);
});

test("each answer may open a stream of its own, under the same token", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const first = answerInSession(passing(item, counting(1)));
  await first.next();
  await fixture.hub.raiseEvent("a", "one", "1");
  await first.next();
  const second = answerInSession(passing(item, counting(2)));
  expect(await second.next()).toEqual(["orchestratorResponse"]);
  expect(await first.next()).toBeUndefined();
  await fixture.hub.raiseEvent("a", "two", "2");
  expect(await second.next()).toEqual(["newMessages", "eventRaised"]);
});

test("an answer that is repeated changes nothing and finds its stream again", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const first = answerInSession(passing(item, counting(1)));
  await first.next();
  await fixture.hub.raiseEvent("a", "one", "1");
  await first.next();
  const before = await fixture.hub.history("a");
  const again = answerInSession(passing(item, counting(1)));
  expect(await again.next()).toEqual(["orchestratorResponse"]);
  expect(await again.next()).toEqual(["newMessages", "eventRaised"]);
  await fixture.client.call("completeOrchestrationWorkItem", passing(item, counting(1)));
  expect(await fixture.hub.history("a")).toEqual(before);
});

test("an answer that is repeated while nothing comes goes on with the new stream", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const first = answerInSession(passing(item, counting(1)));
  await first.next();
  const again = answerInSession(passing(item, counting(1)));
  expect(await again.next()).toEqual(["orchestratorResponse"]);
  expect(await first.next()).toBeUndefined();
  await fixture.hub.raiseEvent("a", "one", "1");
  expect(await again.next()).toEqual(["newMessages", "eventRaised"]);
});

test("a session ends with an orchestration that is terminated by force", async () => {
  await fixture.hub.start("any", "a");
  const session = answerInSession(passing(await fixture.work.turn(), counting(1)));
  await session.next();
  const instanceBatch = { instanceIds: ["a"] };
  const request = { instanceBatch, reason: "out" };
  await fixture.client.call("skipGracefulOrchestrationTerminations", request);
  expect(await session.next()).toBeUndefined();
});

test("an answer when nothing was sent is refused in the service's words", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const session = answerInSession(passing(item, counting(1)));
  await session.next();
  const answer = fixture.client.call("completeOrchestrationWorkItem", passing(item, counting(2)));
  await expect(answer).rejects.toMatchObject({
    code: status.NOT_FOUND,
    details: `Work item '${item.token}' with completion count '2' not found`,
  });
});

test("the end of the orchestration ends its stream", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const session = answerInSession(ending(item, "42", counting(1)));
  expect(await session.next()).toEqual(["orchestratorResponse"]);
  expect(await session.next()).toBeUndefined();
  expect((await fixture.hub.get("a"))?.output).toBe("42");
});

test("an answer without a session ends it, and the next turn is for any worker", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const session = answerInSession(passing(item, counting(1)));
  await session.next();
  await fixture.hub.raiseEvent("a", "one", "1");
  await session.next();
  await fixture.client.call("completeOrchestrationWorkItem", passing(item, counting(2)));
  expect(await session.next()).toBeUndefined();
  await fixture.hub.raiseEvent("a", "two", "2");
  const next = await fixture.work.turn();
  expect(next.token).not.toBe(item.token);
  expect(next.value.pastEvents.length).toBeGreaterThan(0);
});

test("a cancelled stream gives the orchestration back with its whole history", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const session = answerInSession(passing(item, counting(1)));
  await session.next();
  session.cancel();
  // By the same connection: it is answered after the server has heard of the cancellation.
  await fixture.client.call("ping", {});
  await fixture.hub.raiseEvent("a", "one", "1");
  const next = await fixture.work.turn();
  expect(next.value.pastEvents).toHaveLength(2);
  expect(next.value.newEvents.map(({ eventType }) => eventType?.$case)).toEqual(["eventRaised"]);
});

test("a released orchestration gives back what its session has not answered", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const session = answerInSession(passing(item, counting(1)));
  await session.next();
  await fixture.hub.raiseEvent("a", "one", "1");
  await session.next();
  await fixture.client.call("releaseOrchestrationWorkItem", { completionToken: item.token });
  expect((await fixture.work.turn()).value.newEvents).toHaveLength(1);
});

test("a stream may be cancelled while its worker computes the answer", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const session = answerInSession(passing(item, counting(1)));
  await session.next();
  await fixture.hub.raiseEvent("a", "one", "1");
  await session.next();
  session.cancel();
  const next = answerInSession(passing(item, counting(2)));
  expect(await next.next()).toEqual(["orchestratorResponse"]);
  await fixture.hub.raiseEvent("a", "two", "2");
  expect(await next.next()).toEqual(["newMessages", "eventRaised"]);
});

test("a worker that leaves loses its sessions", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const session = answerInSession(passing(item, counting(1)));
  await session.next();
  fixture.work.cancel();
  expect(await session.next()).toBeUndefined();
  await fixture.reopenWork();
  await fixture.hub.raiseEvent("a", "one", "1");
  expect((await fixture.work.turn()).value.instanceId).toBe("a");
});

test("a session takes the room of a turn", async () => {
  await fixture.reopenWork({ maxConcurrentOrchestrationWorkItems: 1 });
  await fixture.hub.start("any", "a");
  const session = answerInSession(passing(await fixture.work.turn(), counting(1)));
  await session.next();
  await fixture.hub.start("any", "b");
  const waits = await fixture.client.call("getMetrics", {});
  expect(waits.metrics?.orchestratorWorkItems?.pending).toBe(1);
  session.cancel();
  expect((await fixture.work.turn()).value.instanceId).toBe("b");
});

test("an instance that is replaced meanwhile is not the session's any more", async () => {
  await fixture.hub.start("any", "a");
  const session = answerInSession(passing(await fixture.work.turn(), counting(1)));
  await session.next();
  const instanceBatch = { instanceIds: ["a"] };
  await fixture.client.call("skipGracefulOrchestrationTerminations", {
    instanceBatch,
    reason: "out",
  });
  await fixture.hub.start("any", "a");
  expect((await fixture.work.turn()).value.pastEvents).toEqual([]);
  expect(await session.next()).toBeUndefined();
});

test("an entity is kept in a session, too", async () => {
  const signals = connectSidecar(fixture.grpc, { taskHub: fixture.taskHub });
  const signal = (name: string) =>
    signals.call("signalEntity", SignalEntityRequest.create({ instanceId: "@c@1", name }));
  await signal("one");
  const item = await fixture.work.batch();
  const answer = (completionCount: number, entityState: string | undefined) =>
    partsOf(
      fixture.client.stream(
        "completeEntityWorkItemWithExtendedSession",
        batchDone(item, { numberOperationsExecuted: 1, entityState, completionCount }),
      ),
    );
  const session = answer(1, "1");
  expect((await session.next()).value).toEqual(["entityResponse"]);
  await signal("two");
  expect((await session.next()).value).toEqual(["newMessages", "entityOperationSignaled"]);
  const last = answer(2, "2");
  expect((await last.next()).value).toEqual(["entityResponse"]);
  await fixture.client.call("releaseEntityWorkItem", { completionToken: item.token });
  expect((await last.next()).done).toBe(true);
  await signal("three");
  const next = await fixture.work.batch();
  expect(next.value.entityState).toBe("2");
  signals.close();
});
