import type { SendEntityMessage } from "./action.ts";
import type { Turn } from "./action-effect.ts";
import { sectionsAfter } from "./critical-section.ts";
import { type Effect, noEffect } from "./effect.ts";
import { failure } from "./failure.ts";
import type { EventBody, HistoryEvent } from "./history-event.ts";
import { entityIdFault } from "./instance-id.ts";
import { type Instant, millisOf } from "./instant.ts";
import { post, send } from "./send.ts";

/**
 * A message to an entity. The history's copy names the target and not the caller; the message
 * names the caller and not the target (the protocol's rule for entity events). Where no entity can
 * have the id, a call fails, and anything else fails the orchestration.
 */
export function entityMessageEffect(
  event: (body: EventBody) => HistoryEvent,
  action: SendEntityMessage,
  { state, stamp }: Turn,
): Effect {
  const body = action.EntityMessageType;
  if (body === undefined) return noEffect;
  const { instanceId: parentInstanceId, executionId, criticalSections } = state.orchestration;
  const dueAt = (time: Instant | undefined) => (time === undefined ? stamp.now : millisOf(time));
  const deliverTo = (target: string, eventType: EventBody, visibleAt = stamp.now) =>
    post({ target, visibleAt, event: { ...event(eventType), eventId: -1 } }, stamp);
  switch (body.$case) {
    case "entityOperationSignaled": {
      const { targetInstanceId = "", scheduledTime } = body.value;
      const fault = entityIdFault(targetInstanceId);
      if (fault !== undefined) return misdirected(fault);
      const value = { ...body.value, targetInstanceId: undefined };
      const message = deliverTo(
        targetInstanceId,
        { $case: body.$case, value },
        dueAt(scheduledTime),
      );
      return { ...noEffect, events: [event(body)], messages: [message] };
    }
    case "entityOperationCalled": {
      const { targetInstanceId = "", requestId, scheduledTime } = body.value;
      const fault = entityIdFault(targetInstanceId);
      const copy = { ...body.value, parentInstanceId: undefined, parentExecutionId: undefined };
      const value = {
        ...body.value,
        targetInstanceId: undefined,
        parentInstanceId,
        parentExecutionId: executionId,
      };
      return {
        ...noEffect,
        events: [event({ $case: body.$case, value: copy })],
        messages: [
          fault === undefined
            ? deliverTo(targetInstanceId, { $case: body.$case, value }, dueAt(scheduledTime))
            : send(parentInstanceId, unanswerable(requestId, fault), stamp),
        ],
      };
    }
    case "entityLockRequested": {
      const fault = body.value.lockSet.map(entityIdFault).find((each) => each !== undefined);
      if (fault !== undefined) return misdirected(fault);
      const value = { ...body.value, parentInstanceId };
      const first = value.lockSet[value.position] ?? "";
      return {
        ...noEffect,
        events: [event({ $case: body.$case, value: { ...value, parentInstanceId: undefined } })],
        messages: [deliverTo(first, { $case: body.$case, value })],
        criticalSections: sectionsAfter(criticalSections, first, body),
      };
    }
    case "entityUnlockSent": {
      const { targetInstanceId = "", criticalSectionId } = body.value;
      const value = { criticalSectionId, parentInstanceId, targetInstanceId: undefined };
      return {
        ...noEffect,
        events: [
          event({ $case: body.$case, value: { ...body.value, parentInstanceId: undefined } }),
        ],
        messages: [deliverTo(targetInstanceId, { $case: body.$case, value })],
        criticalSections: sectionsAfter(criticalSections, targetInstanceId, body),
      };
    }
  }
}

function misdirected(fault: string): Effect {
  return { ...noEffect, failure: failure("InvalidEntityId", fault) };
}

function unanswerable(requestId: string, fault: string): EventBody {
  const failureDetails = failure("InvalidEntityId", fault);
  return { $case: "entityOperationFailed", value: { requestId, failureDetails } };
}
