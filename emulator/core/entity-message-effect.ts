import type { SendEntityMessage } from "./action.ts";
import type { Turn } from "./action-effect.ts";
import { sectionsAfter } from "./critical-section.ts";
import { type Effect, noEffect } from "./effect.ts";
import type { EventBody, HistoryEvent } from "./history-event.ts";
import { millisOf } from "./instant.ts";
import { post } from "./send.ts";

/**
 * A message to an entity. The history's copy names the target and not the caller; the message
 * names the caller and not the target (the protocol's rule for entity events).
 */
export function entityMessageEffect(
  event: (body: EventBody) => HistoryEvent,
  action: SendEntityMessage,
  { state, stamp }: Turn,
): Effect {
  const body = action.EntityMessageType;
  if (body === undefined) return noEffect;
  const { instanceId: parentInstanceId, executionId, criticalSections } = state.orchestration;
  const deliverTo = (target: string, eventType: EventBody, visibleAt = stamp.now) =>
    post({ target, visibleAt, event: { ...event(eventType), eventId: -1 } }, stamp);
  switch (body.$case) {
    case "entityOperationSignaled": {
      const { targetInstanceId = "", scheduledTime } = body.value;
      const value = { ...body.value, targetInstanceId: undefined };
      const visibleAt = scheduledTime === undefined ? stamp.now : millisOf(scheduledTime);
      const message = deliverTo(targetInstanceId, { $case: body.$case, value }, visibleAt);
      return { ...noEffect, events: [event(body)], messages: [message] };
    }
    case "entityOperationCalled": {
      const { targetInstanceId = "" } = body.value;
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
        messages: [deliverTo(targetInstanceId, { $case: body.$case, value })],
      };
    }
    case "entityLockRequested": {
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
