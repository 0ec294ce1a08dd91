import type { CompleteOrchestration, OrchestratorAction } from "../../emulator/core/action.ts";
import type { StepBody } from "../../emulator/core/action-effect.ts";
import type {
  EventBody,
  ExecutionStarted,
  HistoryEvent,
} from "../../emulator/core/history-event.ts";
import type { OutgoingMessage } from "../../emulator/core/host-command.ts";
import { instantOf } from "../../emulator/core/instant.ts";
import { statusNumbers } from "../../emulator/core/status.ts";
import { failureOf } from "./orchestrator.ts";

/** What a turn sets off beside its history. */
export interface Sent {
  readonly newTasks: HistoryEvent[];
  readonly newTimers: HistoryEvent[];
  readonly newMessages: OutgoingMessage[];
}

/** The execution that acts. */
export interface Actor {
  readonly instanceId: string;
  readonly executionId: string | undefined;
  readonly started: ExecutionStarted;
}

/** Writes what an orchestrator has done as a host does: events, and the messages behind them. */
export interface HostPen {
  readonly sent: Sent;
  event(body: EventBody, eventId?: number): HistoryEvent;
  send(instanceId: string, events: readonly HistoryEvent[], executionId?: string): void;
  /** The events of the history for an action; none for a completion. */
  did(action: OrchestratorAction, actor: Actor): readonly HistoryEvent[];
  /** The last event of an execution that ends. A parent is told by the host itself. */
  completed(completion: CompleteOrchestration, started: ExecutionStarted): HistoryEvent;
  nextGeneration(
    completion: CompleteOrchestration,
    actor: Actor,
  ): { readonly executionId: string; readonly start: HistoryEvent };
}

export interface PenRules {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly identifier: () => string;
}

export function createHostPen({ now, identifier }: PenRules): HostPen {
  const sent: Sent = { newTasks: [], newTimers: [], newMessages: [] };
  const timestamp = instantOf(now);

  function event(eventType: EventBody, eventId = -1): HistoryEvent {
    return { eventId, timestamp, eventType };
  }

  function send(instanceId: string, events: readonly HistoryEvent[], executionId?: string): void {
    for (const one of events) {
      sent.newMessages.push({ instance: { instanceId, executionId }, event: one });
    }
  }

  const tell = (instanceId: string, body: EventBody, executionId?: string) =>
    send(instanceId, [event(body)], executionId);

  /** The body of the history's event. */
  function record(body: StepBody, id: number, actor: Actor): EventBody | undefined {
    switch (body.$case) {
      case "scheduleTask":
        sent.newTasks.push(event({ $case: "taskScheduled", value: body.value }, id));
        return { $case: "taskScheduled", value: { ...body.value, input: undefined } };
      case "createTimer": {
        const { fireAt } = body.value;
        sent.newTimers.push(event({ $case: "timerFired", value: { fireAt, timerId: id } }));
        return { $case: "timerCreated", value: { fireAt } };
      }
      case "createSubOrchestration": {
        const instanceId = body.value.instanceId || identifier();
        startChild(instanceId, body, id, actor);
        const created = { ...body.value, instanceId, input: undefined };
        return { $case: "subOrchestrationInstanceCreated", value: created };
      }
      case "sendEvent": {
        const { instance, name, data: input } = body.value;
        const instanceId = instance?.instanceId ?? "";
        tell(instanceId, { $case: "eventRaised", value: { name, input } });
        return { $case: "eventSent", value: { instanceId, name, input } };
      }
      case "sendEntityMessage": {
        const message = body.value.EntityMessageType;
        if (message !== undefined) tell(...addressed(message, actor));
        return message;
      }
      case "terminateOrchestration":
        throw new Error("No script terminates another orchestration");
    }
  }

  function startChild(
    instanceId: string,
    { value }: Extract<StepBody, { $case: "createSubOrchestration" }>,
    taskScheduledId: number,
    { started: { name, version }, ...parent }: Actor,
  ): void {
    const { instanceId: _, ...start } = value;
    const orchestrationInstance = { instanceId, executionId: identifier() };
    const parentInstance = { taskScheduledId, name, version, orchestrationInstance: parent };
    const none = { scheduledStartTimestamp: undefined, orchestrationSpanID: undefined };
    tell(
      instanceId,
      {
        $case: "executionStarted",
        value: { ...start, ...none, orchestrationInstance, parentInstance },
      },
      orchestrationInstance.executionId,
    );
  }

  return {
    sent,
    event,
    send,
    did({ id, orchestratorActionType: body }, actor) {
      if (body === undefined || body.$case === "completeOrchestration") return [];
      if (body.$case === "rewindOrchestration") return [];
      const recorded = record(body, id, actor);
      return recorded === undefined ? [] : [event(recorded, id)];
    },
    completed({ orchestrationStatus, result, failureDetails }, { parentInstance: parent }) {
      const { instanceId, executionId } = parent?.orchestrationInstance ?? {};
      if (parent !== undefined && instanceId !== undefined) {
        const { taskScheduledId } = parent;
        const failed = failureDetails ?? failureOf("terminated");
        const body: EventBody =
          orchestrationStatus === statusNumbers.completed
            ? { $case: "subOrchestrationInstanceCompleted", value: { taskScheduledId, result } }
            : {
                $case: "subOrchestrationInstanceFailed",
                value: { taskScheduledId, failureDetails: failed },
              };
        tell(instanceId, body, executionId);
      }
      return event({
        $case: "executionCompleted",
        value: { orchestrationStatus, result, failureDetails },
      });
    },
    nextGeneration({ result: input }, { instanceId, started }) {
      const executionId = identifier();
      const orchestrationInstance = { instanceId, executionId };
      const value = { ...started, input, orchestrationInstance };
      return { executionId, start: event({ $case: "executionStarted", value }) };
    },
  };
}

type EntityMessage = NonNullable<
  Extract<StepBody, { $case: "sendEntityMessage" }>["value"]["EntityMessageType"]
>;

/** The message names who sends it and not whom it is for, the history the other way round. */
function addressed(
  message: EntityMessage,
  { instanceId: parentInstanceId, executionId: parentExecutionId }: Actor,
): [target: string, body: EventBody] {
  switch (message.$case) {
    case "entityOperationSignaled": {
      const { targetInstanceId = "", ...value } = message.value;
      return [targetInstanceId, { ...message, value: { ...value, targetInstanceId: undefined } }];
    }
    case "entityOperationCalled": {
      const { targetInstanceId = "", ...rest } = message.value;
      const value = { ...rest, parentInstanceId, parentExecutionId, targetInstanceId: undefined };
      return [targetInstanceId, { ...message, value }];
    }
    case "entityLockRequested": {
      const [first = ""] = message.value.lockSet;
      return [first, { ...message, value: { ...message.value, parentInstanceId } }];
    }
    case "entityUnlockSent": {
      const { targetInstanceId = "", ...rest } = message.value;
      const value = { ...rest, parentInstanceId, targetInstanceId: undefined };
      return [targetInstanceId, { ...message, value }];
    }
  }
}
