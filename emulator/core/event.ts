import type { EventBody, HistoryEvent } from "./history-event.ts";
import { instantOf } from "./instant.ts";

/** The id of events that arrived rather than followed from an action. */
export const arrivalId = -1;
/** The id the service gives ExecutionStarted. */
export const executionStartedId = 0;

export function arrival(at: number, body: EventBody): HistoryEvent {
  return { eventId: arrivalId, timestamp: instantOf(at), eventType: body };
}

export function isStart(event: HistoryEvent): boolean {
  return event.eventType?.$case === "executionStarted";
}
