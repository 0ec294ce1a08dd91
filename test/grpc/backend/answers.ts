import {
  CompleteEntityWorkItemRequest,
  type CompleteInstanceWorkItemResponse,
  CompleteOrchestrationWorkItemRequest,
} from "../../../emulator/grpc/generated/backend_service.ts";
import {
  type HistoryEvent,
  OrchestrationStatus,
  type OrchestratorRequest,
} from "../../../emulator/grpc/generated/orchestrator_service.ts";
import { eventOf } from "./turn.ts";
import type { Item } from "./work-stream.ts";

type Answer = CompleteOrchestrationWorkItemRequest;

/** An answer that takes what has arrived into the history and does nothing else. */
export function passing(
  { token, value }: Pick<Item<OrchestratorRequest>, "token" | "value">,
  more: Partial<Answer> = {},
): Answer {
  return CompleteOrchestrationWorkItemRequest.create({
    completionToken: token,
    instance: { instanceId: value.instanceId, executionId: value.executionId },
    newHistory: [eventOf({ $case: "orchestratorStarted", value: {} }), ...value.newEvents],
    ...more,
  });
}

/** An answer that ends the orchestration. */
export function ending(
  item: Pick<Item<OrchestratorRequest>, "token" | "value">,
  result: string,
  more: Partial<Answer> = {},
): Answer {
  const runtimeStatus = OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED;
  const value = { orchestrationStatus: runtimeStatus, result, failureDetails: undefined };
  const answer = passing(item, more);
  const newHistory = [...answer.newHistory, eventOf({ $case: "executionCompleted", value })];
  return { ...answer, runtimeStatus, newHistory };
}

export function batchDone(
  { token, value }: { readonly token: string; readonly value: { readonly instanceId: string } },
  more: Partial<CompleteEntityWorkItemRequest>,
): CompleteEntityWorkItemRequest {
  const { instanceId } = value;
  return CompleteEntityWorkItemRequest.create({ completionToken: token, instanceId, ...more });
}

/** The parts of a session's stream, as they come: what each is, and the names of its events. */
export async function* partsOf(
  stream: AsyncIterable<CompleteInstanceWorkItemResponse>,
): AsyncGenerator<readonly (string | undefined)[], void, undefined> {
  for await (const { request } of stream) {
    const events: HistoryEvent[] = request?.$case === "newMessages" ? request.value.events : [];
    yield [request?.$case, ...events.map(({ eventType }) => eventType?.$case)];
  }
}

/** A signal as clients add it. */
export const signal: NonNullable<HistoryEvent["eventType"]> = {
  $case: "entityOperationSignaled",
  value: {
    requestId: "r",
    operation: "add",
    input: "1",
    scheduledTime: undefined,
    targetInstanceId: undefined,
  },
};

/** What asks for this activity. */
export const task = (name: string) =>
  eventOf(
    {
      $case: "taskScheduled",
      value: { name, version: undefined, input: "1", parentTraceContext: undefined, tags: {} },
    },
    0,
  );
