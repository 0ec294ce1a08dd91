import type { HistoryEvent as Wire } from "../../emulator/grpc/generated/orchestrator_service.ts";
import {
  ActivityResponse,
  EntityBatchResult,
  GetWorkItemsRequest,
  OrchestrationStatus,
  type OrchestratorAction,
  type OrchestratorRequest,
  OrchestratorResponse,
  TaskHubSidecarServiceDefinition,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import type { LeanClient } from "./lean-client.ts";

/** What an orchestrator asks for when it is given how many results it has, and its input. */
type Orchestrator = (results: number, input: string) => readonly OrchestratorAction[];

const named = { version: undefined, parentTraceContext: undefined, tags: {} };

const activity = (id: number): OrchestratorAction => ({
  id,
  orchestratorActionType: {
    $case: "scheduleTask",
    value: { ...named, name: "step", input: String(id) },
  },
});

const complete = (id: number, result: string): OrchestratorAction => ({
  id,
  orchestratorActionType: {
    $case: "completeOrchestration",
    value: {
      orchestrationStatus: OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED,
      result,
      details: undefined,
      newVersion: undefined,
      carryoverEvents: [],
      failureDetails: undefined,
      tags: {},
    },
  },
});

const callCounter = (id: number, key: string): OrchestratorAction => ({
  id,
  orchestratorActionType: {
    $case: "sendEntityMessage",
    value: {
      EntityMessageType: {
        $case: "entityOperationCalled",
        value: {
          requestId: `${id}`,
          operation: "add",
          scheduledTime: undefined,
          input: "1",
          parentInstanceId: undefined,
          parentExecutionId: undefined,
          targetInstanceId: `@counter@${key}`,
        },
      },
    },
  },
});

const inSequence =
  (count: number): Orchestrator =>
  (results) => [results < count ? activity(results + 1) : complete(count + 1, String(results))];

const atOnce =
  (count: number): Orchestrator =>
  (results) => {
    if (results === 0) return Array.from({ length: count }, (_, index) => activity(index + 1));
    return results < count ? [] : [complete(count + 1, String(results))];
  };

const orchestrators: { readonly [name: string]: Orchestrator } = {
  "sequence-5": inSequence(5),
  "fan-out-10": atOnce(10),
  "history-1000": atOnce(500),
  "entity-counter": (results, input) => [
    results === 0 ? callCounter(1, input) : complete(2, String(results)),
  ],
};

const outcomes: ReadonlySet<string | undefined> = new Set([
  "taskCompleted",
  "entityOperationCompleted",
]);

const { methods } = TaskHubSidecarServiceDefinition;

/** Answers each item with the least that the protocol asks for; keeps no history of its own. */
export function startLeanWorker(client: LeanClient): void {
  const { getWorkItems, completeOrchestratorTask, completeActivityTask, completeEntityTask } =
    methods;
  const answered = () => {};
  client.open(getWorkItems, GetWorkItemsRequest.create(), ({ request, completionToken }) => {
    switch (request?.$case) {
      case "orchestratorRequest":
        client.call(completeOrchestratorTask, turn(request.value, completionToken), answered);
        break;
      case "activityRequest": {
        const { orchestrationInstance, taskId, input } = request.value;
        const instanceId = orchestrationInstance?.instanceId ?? "";
        const base = ActivityResponse.create();
        const response = { ...base, instanceId, taskId, result: input, completionToken };
        client.call(completeActivityTask, response, answered);
        break;
      }
      case "entityRequestV2": {
        const { entityState, operationRequests } = request.value;
        const result = batch(Number(entityState ?? 0), operationRequests.length);
        client.call(completeEntityTask, { ...result, completionToken }, answered);
        break;
      }
    }
  });
}

function turn(request: OrchestratorRequest, completionToken: string): OrchestratorResponse {
  const { instanceId } = request;
  const events = [...request.pastEvents, ...request.newEvents];
  const results = events.filter(({ eventType }) => outcomes.has(eventType?.$case)).length;
  const started = startOf(events);
  const actions = [...(orchestrators[started?.name ?? ""]?.(results, started?.input ?? "") ?? [])];
  return { ...OrchestratorResponse.create(), instanceId, actions, completionToken };
}

function startOf(events: readonly Wire[]) {
  for (const { eventType } of events) {
    if (eventType?.$case === "executionStarted") return eventType.value;
  }
  return undefined;
}

function batch(state: number, count: number): EntityBatchResult {
  const results = Array.from({ length: count }, (_, index) => {
    const result = String(state + index + 1);
    const value = { result, startTimeUtc: undefined, endTimeUtc: undefined };
    return { resultType: { $case: "success", value } as const };
  });
  return { ...EntityBatchResult.create(), results, entityState: String(state + count) };
}
