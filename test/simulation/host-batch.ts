import type { OperationAction, OperationResult } from "../../emulator/core/entity-command.ts";
import type { EventBody, HistoryEvent } from "../../emulator/core/history-event.ts";
import type { OutgoingMessage } from "../../emulator/core/host-command.ts";
import type { BatchAnswer } from "./entity-run.ts";
import { createHostPen, type PenRules } from "./host-pen.ts";

/** The messages that follow from a batch: to its callers, and to those whom the entity told. */
export function batchMessages(
  operations: readonly HistoryEvent[],
  { results, actions }: BatchAnswer,
  rules: PenRules,
): readonly OutgoingMessage[] {
  const pen = createHostPen(rules);
  for (const [index, result] of results.entries()) {
    const called = operations[index]?.eventType;
    if (called?.$case !== "entityOperationCalled") continue;
    const { requestId, parentInstanceId = "", parentExecutionId } = called.value;
    pen.send(parentInstanceId, [pen.event(response(requestId, result))], parentExecutionId);
  }
  for (const { operationActionType: action } of actions) {
    if (action === undefined) continue;
    pen.send(action.value.instanceId, [pen.event(toldBy(action, rules.identifier))]);
  }
  return pen.sent.newMessages;
}

function response(requestId: string, { resultType: type }: OperationResult): EventBody {
  return type?.$case === "success"
    ? { $case: "entityOperationCompleted", value: { requestId, output: type.value.result } }
    : {
        $case: "entityOperationFailed",
        value: { requestId, failureDetails: type?.value.failureDetails },
      };
}

function toldBy(
  action: NonNullable<OperationAction["operationActionType"]>,
  identifier: () => string,
): EventBody {
  if (action.$case === "sendSignal") {
    const { name: operation, input, scheduledTime } = action.value;
    const value = { requestId: identifier(), operation, input, scheduledTime };
    return { $case: "entityOperationSignaled", value: { ...value, targetInstanceId: undefined } };
  }
  const { instanceId, name, version, input, parentTraceContext, scheduledTime } = action.value;
  return {
    $case: "executionStarted",
    value: {
      ...{ name, version, input, parentTraceContext, parentInstance: undefined, tags: {} },
      orchestrationInstance: { instanceId, executionId: identifier() },
      scheduledStartTimestamp: scheduledTime,
      orchestrationSpanID: undefined,
    },
  };
}
