import type { EventBody, HistoryEvent } from "../../emulator/core/history-event.ts";
import { instantOf } from "../../emulator/core/instant.ts";

/** An event `after` milliseconds into 1970, short enough to write a history line by line. */
export function at(after: number, eventId: number, eventType: EventBody): HistoryEvent {
  return { eventId, timestamp: instantOf(after), eventType };
}

export const turn: EventBody = { $case: "orchestratorStarted", value: {} };

export function scheduled(name: string): EventBody {
  const value = {
    name,
    version: undefined,
    input: '"in"',
    parentTraceContext: undefined,
    tags: {},
  };
  return { $case: "taskScheduled", value };
}

export function childCreated(name: string, instanceId: string): EventBody {
  const value = { name, version: undefined, input: undefined, parentTraceContext: undefined };
  return { $case: "subOrchestrationInstanceCreated", value: { ...value, tags: {}, instanceId } };
}

export function completed(taskScheduledId: number): EventBody {
  return { $case: "taskCompleted", value: { taskScheduledId, result: '"out"' } };
}

export function failed(taskScheduledId: number, errorMessage: string): EventBody {
  const failureDetails = {
    errorType: "Error",
    errorMessage,
    stackTrace: undefined,
    innerFailure: undefined,
    isNonRetriable: false,
    properties: {},
  };
  return { $case: "taskFailed", value: { taskScheduledId, failureDetails } };
}

export function timerCreated(fireAt: number): EventBody {
  return { $case: "timerCreated", value: { fireAt: instantOf(fireAt) } };
}

export function timerFired(timerId: number, fireAt: number): EventBody {
  return { $case: "timerFired", value: { timerId, fireAt: instantOf(fireAt) } };
}

export function raised(name: string): EventBody {
  return { $case: "eventRaised", value: { name, input: undefined } };
}
