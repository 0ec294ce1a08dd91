import type { ActionBody, OrchestratorAction } from "./action.ts";
import { type Effect, noEffect } from "./effect.ts";
import { entityMessageEffect } from "./entity-message-effect.ts";
import { arrival } from "./event.ts";
import { failure } from "./failure.ts";
import type { EventBody, HistoryEvent, SubOrchestrationCreated } from "./history-event.ts";
import { instanceIdFault } from "./instance-id.ts";
import { type Instant, instantOf, millisOf } from "./instant.ts";
import { oversize } from "./limits.ts";
import type { OrchestrationState } from "./orchestration.ts";
import { post, send } from "./send.ts";
import type { Stamp } from "./stamp.ts";

/** What the effects of a turn are computed from. */
export interface Turn {
  readonly state: OrchestrationState;
  readonly stamp: Stamp;
}

/** Every action but those that replace or end the execution and not only add to it. */
export type StepBody = Exclude<
  ActionBody,
  { $case: "completeOrchestration" | "rewindOrchestration" }
>;

export function stepEffect(action: OrchestratorAction, body: StepBody, turn: Turn): Effect {
  const fault = payloadFault(body);
  if (fault !== undefined) return { ...noEffect, failure: failure("PayloadTooLarge", fault) };
  const event = (eventType: EventBody): HistoryEvent => ({
    eventId: action.id,
    timestamp: instantOf(turn.stamp.now),
    eventType,
  });
  switch (body.$case) {
    case "scheduleTask":
      return scheduleTask(event({ $case: "taskScheduled", value: body.value }), body.value, turn);
    case "createSubOrchestration":
      return createChild(event, action.id, body.value, turn);
    case "createTimer":
      return createTimer(event, action.id, body.value.fireAt, turn);
    case "sendEvent": {
      const { instance, name, data: input } = body.value;
      const instanceId = instance?.instanceId ?? "";
      const raised = send(instanceId, { $case: "eventRaised", value: { name, input } }, turn.stamp);
      const sent = event({ $case: "eventSent", value: { instanceId, name, input } });
      return { ...noEffect, events: [sent], messages: [raised] };
    }
    case "terminateOrchestration": {
      const { instanceId, reason: input, recurse } = body.value;
      const value = { input, recurse };
      const message = send(instanceId, { $case: "executionTerminated", value }, turn.stamp);
      return { ...noEffect, messages: [message] };
    }
    case "sendEntityMessage":
      return entityMessageEffect(event, body.value, turn);
  }
}

function payloadFault(body: StepBody): string | undefined {
  switch (body.$case) {
    case "scheduleTask":
      return oversize(`The input of activity '${body.value.name}'`, body.value.input);
    case "createSubOrchestration":
      return oversize(`The input of sub-orchestration '${body.value.name}'`, body.value.input);
    case "sendEvent":
      return oversize(`The data of event '${body.value.name}'`, body.value.data);
    case "terminateOrchestration":
      return oversize("The reason of a termination", body.value.reason);
    case "sendEntityMessage": {
      const message = body.value.EntityMessageType;
      if (message === undefined || !("operation" in message.value)) return undefined;
      const { operation, input } = message.value;
      return oversize(`The input of operation '${operation}'`, input);
    }
    case "createTimer":
      return undefined;
  }
}

// Action ids are no key: the retries of one SDK repeat them. The task's sequence names it.
function scheduleTask(
  event: HistoryEvent,
  value: Extract<EventBody, { $case: "taskScheduled" }>["value"],
  { state, stamp }: Turn,
): Effect {
  const task = {
    sequence: stamp.sequence(),
    instanceId: state.orchestration.instanceId,
    executionId: state.orchestration.executionId,
    instanceVersion: state.orchestration.version,
    event: { ...event, eventType: { $case: "taskScheduled", value } as const },
  };
  return { ...noEffect, events: [task.event], changes: [{ type: "task-scheduled", task }] };
}

function createChild(
  event: (body: EventBody) => HistoryEvent,
  taskScheduledId: number,
  request: SubOrchestrationCreated,
  { state, stamp }: Turn,
): Effect {
  const { instanceId: parentId, executionId, name, version } = state.orchestration;
  const { instanceId: asked, ...start } = request;
  const instanceId = asked === "" ? stamp.identifier() : asked;
  const created = event({
    $case: "subOrchestrationInstanceCreated",
    value: { ...request, instanceId },
  });
  const fault = instanceIdFault(instanceId);
  const message =
    fault === undefined
      ? send(
          instanceId,
          {
            $case: "executionStarted",
            value: {
              ...start,
              orchestrationInstance: { instanceId, executionId: stamp.identifier() },
              parentInstance: {
                taskScheduledId,
                name,
                version,
                orchestrationInstance: { instanceId: parentId, executionId },
              },
              scheduledStartTimestamp: undefined,
              orchestrationSpanID: undefined,
            },
          },
          stamp,
        )
      : send(
          parentId,
          {
            $case: "subOrchestrationInstanceFailed",
            value: { taskScheduledId, failureDetails: failure("InvalidInstanceId", fault) },
          },
          stamp,
        );
  const child = { taskScheduledId, instanceId };
  return { events: [created], changes: [{ type: "child-started", child }], messages: [message] };
}

function createTimer(
  event: (body: EventBody) => HistoryEvent,
  timerId: number,
  fireAt: Instant | undefined,
  { state, stamp }: Turn,
): Effect {
  const { instanceId: target, executionId } = state.orchestration;
  const visibleAt = Math.max(fireAt === undefined ? 0 : millisOf(fireAt), stamp.now);
  const fired = arrival(visibleAt, { $case: "timerFired", value: { fireAt, timerId } });
  return {
    ...noEffect,
    events: [event({ $case: "timerCreated", value: { fireAt } })],
    messages: [post({ target, executionId, visibleAt, event: fired }, stamp)],
  };
}
