import type { Start } from "./command.ts";
import { type Decision, decision } from "./decision.ts";
import { executionStartedId } from "./event.ts";
import type { ExecutionStarted, HistoryEvent } from "./history-event.ts";
import { instantOf, millisOf } from "./instant.ts";
import type { Orchestration } from "./orchestration.ts";
import { post } from "./send.ts";
import type { Stamp } from "./stamp.ts";

/** A new orchestration: pending, its start in its inbox, or on its way until the scheduled time. */
export function begin(start: Start, stamp: Stamp): Decision {
  const orchestration = created(start, stamp);
  const due = start.scheduledStart === undefined ? 0 : millisOf(start.scheduledStart);
  const visibleAt = Math.max(due, stamp.now);
  const message = post(
    {
      target: start.instanceId,
      executionId: orchestration.executionId,
      visibleAt,
      event: startedEvent(orchestration, start.input, stamp),
    },
    stamp,
  );
  const isLater = visibleAt > stamp.now;
  return decision(
    [
      { type: "orchestration-saved", orchestration },
      { type: "payload-saved", field: "input", value: start.input },
      ...(isLater ? [] : [{ type: "message-received", message } as const]),
    ],
    isLater ? [message] : [],
  );
}

function created(start: Start, stamp: Stamp): Orchestration {
  return {
    instanceId: start.instanceId,
    executionId: start.executionId ?? stamp.identifier(),
    name: start.name,
    version: start.version,
    tags: start.tags,
    status: "pending",
    createdAt: stamp.now,
    lastUpdatedAt: stamp.now,
    completedAt: undefined,
    scheduledStart: start.scheduledStart,
    parent: start.parent,
    parentTraceContext: start.parentTraceContext,
    traceContext: undefined,
    historyLength: 0,
    criticalSections: [],
  };
}

/** The event that opens the history of an execution. */
export function startedEvent(
  orchestration: Orchestration,
  input: string | undefined,
  stamp: Stamp,
): HistoryEvent {
  const { instanceId, executionId } = orchestration;
  return {
    eventId: executionStartedId,
    timestamp: instantOf(stamp.now),
    eventType: {
      $case: "executionStarted",
      value: {
        name: orchestration.name,
        version: orchestration.version,
        input,
        orchestrationInstance: { instanceId, executionId },
        parentInstance: orchestration.parent,
        scheduledStartTimestamp: orchestration.scheduledStart,
        parentTraceContext: orchestration.parentTraceContext,
        orchestrationSpanID: undefined,
        tags: orchestration.tags,
      },
    },
  };
}

/** The start that a message carries: a parent's child, or an orchestration begun by an entity. */
export function startOf(instanceId: string, started: ExecutionStarted): Start {
  return {
    instanceId,
    executionId: started.orchestrationInstance?.executionId,
    name: started.name,
    version: started.version,
    input: started.input,
    tags: started.tags,
    scheduledStart: started.scheduledStartTimestamp,
    parent: started.parentInstance,
    parentTraceContext: started.parentTraceContext,
  };
}
