import type { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { TurnItem, WorkItemEncoder } from "../work-item.ts";
import { codec } from "./codec.ts";
import {
  type HistoryEvent,
  OrchestrationTraceContext,
  WorkItem,
} from "./generated/orchestrator_service.ts";
import { framed, frameOf } from "./transport/frame.ts";

/** Tags (field number * 8 + wire type) of the fields that are written by hand. */
const tags = {
  workItem: { orchestratorRequest: 0x0a, completionToken: 0x52 },
  request: {
    instanceId: 0x0a,
    executionId: 0x12,
    newEvents: 0x22,
    entityParameters: 0x2a,
    requiresHistoryStreaming: 0x30,
    traceContext: 0x42,
  },
  stringValue: { value: 0x0a },
} as const;

const ping = encoded({ request: { $case: "healthPing", value: {} }, completionToken: "" });

/** Turns are spliced from bytes that exist already; the rest is encoded as usual. */
export const workItemEncoder: WorkItemEncoder = {
  turn: (item) => framed((writer) => writeTurn(writer, item)),
  task({ instanceId, executionId, event }, completionToken) {
    const { name, version, input, parentTraceContext, tags: taskTags } = event.eventType.value;
    return encoded({
      request: {
        $case: "activityRequest",
        value: {
          name,
          version,
          input,
          orchestrationInstance: { instanceId, executionId },
          taskId: event.eventId,
          parentTraceContext,
          tags: taskTags,
        },
      },
      completionToken,
    });
  },
  batch({ instanceId, executionId, state: entityState }, operations, completionToken) {
    const operationRequests = [...operations] as HistoryEvent[];
    const value = { instanceId, executionId, entityState, operationRequests };
    return encoded({ request: { $case: "entityRequestV2", value }, completionToken });
  },
  healthPing: () => ping,
};

function writeTurn(
  writer: BinaryWriter,
  { token, instance, history, newEvents, traceContext }: TurnItem,
): void {
  writer.uint32(tags.workItem.orchestratorRequest).fork();
  writer.uint32(tags.request.instanceId).string(instance.instanceId);
  writer.uint32(tags.request.executionId).fork();
  writer.uint32(tags.stringValue.value).string(instance.executionId ?? "");
  writer.join();
  for (const slice of history ?? []) writer.raw(slice);
  for (const event of newEvents) {
    writer.uint32(tags.request.newEvents).bytes(codec.encodeEvent(event));
  }
  // Their presence tells an SDK that entities are there; no reorder window is needed.
  writer.uint32(tags.request.entityParameters).bytes(new Uint8Array());
  if (history === undefined) writer.uint32(tags.request.requiresHistoryStreaming).bool(true);
  if (traceContext !== undefined) {
    const bytes = OrchestrationTraceContext.encode(traceContext).finish();
    writer.uint32(tags.request.traceContext).bytes(bytes);
  }
  writer.join();
  writer.uint32(tags.workItem.completionToken).string(token);
}

function encoded(item: WorkItem): Uint8Array {
  return frameOf(WorkItem, item);
}
