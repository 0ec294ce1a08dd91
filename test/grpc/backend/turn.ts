import { randomUUID } from "node:crypto";
import type {
  CompleteOrchestrationWorkItemRequest,
  OrchestratorMessage,
} from "../../../emulator/grpc/generated/backend_service.ts";
import {
  type HistoryEvent,
  OrchestrationStatus,
} from "../../../emulator/grpc/generated/orchestrator_service.ts";
import { createExecution, type Decision, type Execution, type Orchestrator } from "./replay.ts";

type Body = NonNullable<HistoryEvent["eventType"]>;

/** What a turn amounts to, and the execution that is in memory after it. */
export interface TurnResult {
  readonly execution: Execution;
  readonly answer: Omit<
    CompleteOrchestrationWorkItemRequest,
    "completionToken" | "completionCount"
  >;
}

/** Runs a turn and writes its history, as DurableTask.Core does in the Functions host. */
export function runTurn(
  before: Execution,
  arrived: readonly HistoryEvent[],
  orchestrators: Readonly<Record<string, Orchestrator>>,
): TurnResult {
  let execution = before;
  let history: HistoryEvent[] = [bare("orchestratorStarted"), ...arrived];
  const sent: Sent = { newTasks: [], newTimers: [], newMessages: [] };
  let fresh = arrived;
  for (;;) {
    for (const decision of execution.feed(fresh)) history.push(record(decision, execution, sent));
    if (execution.ended?.status !== "continued") break;
    // The next generation begins within the turn, with a history of its own.
    const next = nextGeneration(execution);
    execution = createExecution(next.value, orchestrators);
    fresh = [eventOf(next)];
    history = [bare("orchestratorStarted"), ...fresh, bare("orchestratorCompleted")];
  }
  history.push(...completion(execution, sent), bare("orchestratorCompleted"));
  const { orchestrationInstance: instance } = execution.started;
  return {
    execution,
    answer: {
      instance,
      runtimeStatus: statusOf(execution),
      customStatus: execution.status,
      newHistory: history,
      ...sent,
      numEventsProcessed: undefined,
      orchestrationTraceContext: undefined,
      isPartial: false,
      chunkIndex: undefined,
    },
  };
}

interface Sent {
  readonly newTasks: HistoryEvent[];
  readonly newTimers: HistoryEvent[];
  readonly newMessages: OrchestratorMessage[];
}

export function eventOf(eventType: Body, eventId = -1): HistoryEvent {
  return { eventId, timestamp: timestamp(new Date()), eventType };
}

export function message(instanceId: string, body: Body, executionId?: string): OrchestratorMessage {
  return { instance: { instanceId, executionId }, event: eventOf(body) };
}

function bare($case: "orchestratorStarted" | "orchestratorCompleted"): HistoryEvent {
  return eventOf({ $case, value: {} });
}

export function timestamp(date: Date) {
  const millis = date.getTime();
  return { seconds: Math.floor(millis / 1000), nanos: (millis % 1000) * 1_000_000 };
}

function nextGeneration({ started, ended }: Execution) {
  const instanceId = started.orchestrationInstance?.instanceId ?? "";
  const executionId = randomUUID().replaceAll("-", "");
  const orchestrationInstance = { instanceId, executionId };
  const value = { ...started, input: ended?.result, orchestrationInstance };
  return { $case: "executionStarted", value } as const;
}

function statusOf({ ended, isSuspended }: Execution): OrchestrationStatus {
  if (ended === undefined) {
    return isSuspended
      ? OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED
      : OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
  }
  return {
    completed: OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED,
    failed: OrchestrationStatus.ORCHESTRATION_STATUS_FAILED,
    terminated: OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED,
    continued: OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING,
  }[ended.status];
}

const plain = { version: undefined, parentTraceContext: undefined, tags: {} };

/** The decision's event in the history; what it sets off goes to `sent`. */
function record(decision: Decision, { started }: Execution, sent: Sent): HistoryEvent {
  const { instanceId: ownId = "", executionId } = started.orchestrationInstance ?? {};
  const event = (body: Body) => eventOf(body, decision.id);
  switch (decision.type) {
    case "activity": {
      const { name, input } = decision;
      sent.newTasks.push(event({ $case: "taskScheduled", value: { ...plain, name, input } }));
      return event({ $case: "taskScheduled", value: { ...plain, name, input: undefined } });
    }
    case "timer": {
      const fireAt = timestamp(decision.fireAt);
      const value = { fireAt, timerId: decision.id };
      sent.newTimers.push(eventOf({ $case: "timerFired", value }));
      return event({ $case: "timerCreated", value: { fireAt } });
    }
    case "child": {
      const { instanceId, name, input } = decision;
      const value = {
        ...plain,
        name,
        input,
        orchestrationInstance: { instanceId, executionId: randomUUID().replaceAll("-", "") },
        parentInstance: {
          taskScheduledId: decision.id,
          name: started.name,
          version: started.version,
          orchestrationInstance: { instanceId: ownId, executionId },
        },
        scheduledStartTimestamp: undefined,
        orchestrationSpanID: undefined,
      };
      sent.newMessages.push(message(instanceId, { $case: "executionStarted", value }));
      const created = { ...plain, instanceId, name, input };
      return event({ $case: "subOrchestrationInstanceCreated", value: created });
    }
    case "event": {
      const { instanceId, name, input } = decision;
      sent.newMessages.push(message(instanceId, { $case: "eventRaised", value: { name, input } }));
      return event({ $case: "eventSent", value: { instanceId, name, input } });
    }
    case "call":
    case "signal": {
      const { instanceId, name: operation, input, requestId } = decision;
      const value = { requestId, operation, input, scheduledTime: undefined };
      const none = { parentInstanceId: undefined, parentExecutionId: undefined };
      const caller = { parentInstanceId: ownId, parentExecutionId: executionId };
      const $case = decision.type === "call" ? "entityOperationCalled" : "entityOperationSignaled";
      const out = { ...value, ...caller, targetInstanceId: undefined };
      sent.newMessages.push(message(instanceId, { $case, value: out }));
      return event({ $case, value: { ...value, ...none, targetInstanceId: instanceId } });
    }
    case "lock": {
      const { sectionId: criticalSectionId, entityIds: lockSet } = decision;
      const value = { criticalSectionId, lockSet, position: 0, parentInstanceId: ownId };
      sent.newMessages.push(message(lockSet[0] ?? "", { $case: "entityLockRequested", value }));
      const copy = { ...value, parentInstanceId: undefined };
      return event({ $case: "entityLockRequested", value: copy });
    }
    case "unlock": {
      const [entityId = ""] = decision.entityIds;
      const value = { criticalSectionId: decision.sectionId, parentInstanceId: ownId };
      const out = { ...value, targetInstanceId: undefined };
      sent.newMessages.push(message(entityId, { $case: "entityUnlockSent", value: out }));
      const copy = { ...value, parentInstanceId: undefined, targetInstanceId: entityId };
      return event({ $case: "entityUnlockSent", value: copy });
    }
  }
}

/** An end is told to the parent by the worker itself. */
function completion({ started, ended }: Execution, sent: Sent): HistoryEvent[] {
  if (ended === undefined) return [];
  const { result } = ended;
  const failureDetails = ended.status === "completed" ? undefined : failureOf(ended.status, result);
  const parent = started.parentInstance;
  if (parent?.orchestrationInstance !== undefined) {
    const { taskScheduledId, orchestrationInstance } = parent;
    const body: Body =
      failureDetails === undefined
        ? { $case: "subOrchestrationInstanceCompleted", value: { taskScheduledId, result } }
        : {
            $case: "subOrchestrationInstanceFailed",
            value: { taskScheduledId, failureDetails },
          };
    const { instanceId, executionId } = orchestrationInstance;
    sent.newMessages.push(message(instanceId, body, executionId));
  }
  const orchestrationStatus = {
    completed: OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED,
    failed: OrchestrationStatus.ORCHESTRATION_STATUS_FAILED,
    terminated: OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED,
    continued: OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW,
  }[ended.status];
  const value = { orchestrationStatus, result, failureDetails };
  return [eventOf({ $case: "executionCompleted", value })];
}

export function failureOf(errorType: string, errorMessage = errorType) {
  return {
    errorType,
    errorMessage,
    stackTrace: undefined,
    innerFailure: undefined,
    isNonRetriable: false,
    properties: {},
  };
}
