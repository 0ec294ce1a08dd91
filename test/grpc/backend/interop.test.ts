import { expect, test } from "vitest";
import {
  CreateInstanceRequest,
  GetWorkItemsRequest,
  type OrchestratorAction,
  OrchestratorResponse,
  type WorkItem,
} from "../../../emulator/grpc/generated/orchestrator_service.ts";
import { ending, passing, task } from "./answers.ts";
import { connectSidecar } from "./backend-client.ts";
import { useHub } from "./fixture.ts";
import { eventOf } from "./turn.ts";

const fixture = useHub();

const connect = () => connectSidecar(fixture.grpc, { taskHub: fixture.taskHub });

/** A worker of the other protocol that answers each turn with these actions. */
function answerTurns(actions: readonly OrchestratorAction[]) {
  const sdk = connect();
  const stream = sdk.stream("getWorkItems", GetWorkItemsRequest.create());
  const seen: (string | undefined)[][] = [];
  stream.on("data", ({ request, completionToken }: WorkItem) => {
    if (request?.$case !== "orchestratorRequest") return;
    const { instanceId, pastEvents, newEvents } = request.value;
    seen.push([...pastEvents, ...newEvents].map(({ eventType }) => eventType?.$case));
    const response = OrchestratorResponse.create({ instanceId, completionToken });
    void sdk.call("completeOrchestratorTask", { ...response, actions: [...actions] });
  });
  return {
    seen,
    stop() {
      stream.cancel();
      sdk.close();
    },
  };
}

const complete: OrchestratorAction = {
  id: 9,
  orchestratorActionType: {
    $case: "completeOrchestration",
    value: {
      orchestrationStatus: 1,
      result: '"by an SDK"',
      details: undefined,
      newVersion: undefined,
      carryoverEvents: [],
      failureDetails: undefined,
      tags: {},
    },
  },
};

test("an instance that an SDK starts is run by the host and read by the SDK", async () => {
  const sdk = connect();
  const created = CreateInstanceRequest.create({ name: "any", instanceId: "a", input: "1" });
  await sdk.call("startInstance", created);
  const request = { instanceId: "a", getInputsAndOutputs: true };
  const done = sdk.call("waitForInstanceCompletion", request);
  await fixture.client.call(
    "completeOrchestrationWorkItem",
    ending(await fixture.work.turn(), "2", { customStatus: "half" }),
  );
  const { orchestrationState } = await done;
  expect(orchestrationState).toMatchObject({ input: "1", output: "2", customStatus: "half" });
  const history: (string | undefined)[] = [];
  const whole = { instanceId: "a", executionId: undefined, forWorkItemProcessing: false };
  for await (const { events } of sdk.stream("streamInstanceHistory", whole)) {
    for (const { eventType } of events) history.push(eventType?.$case);
  }
  expect(history).toEqual(["orchestratorStarted", "executionStarted", "executionCompleted"]);
  sdk.close();
});

test("an instance that the host starts is run by an SDK's worker", async () => {
  fixture.work.cancel();
  const worker = answerTurns([complete]);
  await fixture.hub.start("any", "a");
  expect((await fixture.hub.end("a"))?.output).toBe('"by an SDK"');
  expect(worker.seen).toEqual([["orchestratorStarted", "executionStarted"]]);
  worker.stop();
});

test("what the host has begun an SDK's worker can finish", async () => {
  await fixture.hub.start("any", "a");
  const item = await fixture.work.turn();
  const newHistory = [
    ...passing(item).newHistory,
    task("work"),
    eventOf({ $case: "orchestratorCompleted", value: {} }),
  ];
  const answer = passing(item, { newHistory, newTasks: [task("work")] });
  await fixture.client.call("completeOrchestrationWorkItem", answer);
  const activity = await fixture.work.activity();
  fixture.work.cancel();
  const worker = answerTurns([complete]);
  await fixture.client.call("completeActivityWorkItem", {
    completionToken: activity.token,
    responseEvent: eventOf({
      $case: "taskCompleted",
      value: { taskScheduledId: 0, result: "2" },
    }),
  });
  expect((await fixture.hub.end("a"))?.output).toBe('"by an SDK"');
  expect(worker.seen).toEqual([
    [
      ...["orchestratorStarted", "executionStarted", "taskScheduled", "orchestratorCompleted"],
      ...["orchestratorStarted", "taskCompleted"],
    ],
  ]);
  worker.stop();
});
