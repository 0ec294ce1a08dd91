import type { Change } from "./change.ts";
import type { Decision } from "./decision.ts";
import type { EntityState } from "./entity.ts";
import type { CompleteBatch, OperationAction, OperationResult } from "./entity-command.ts";
import { settle } from "./entity-queue.ts";
import { arrival } from "./event.ts";
import { failure } from "./failure.ts";
import type { EventBody, FailureDetails } from "./history-event.ts";
import { entityIdFault, instanceIdFault } from "./instance-id.ts";
import { millisOf } from "./instant.ts";
import { oversize } from "./limits.ts";
import type { Message } from "./message.ts";
import { type Rejection, reject } from "./rejection.ts";
import { post, send } from "./send.ts";
import type { Stamp } from "./stamp.ts";

/** A worker's answer to a batch: new state, responses to the callers, messages it sent. */
export function completeBatch(
  state: EntityState,
  command: CompleteBatch,
  stamp: Stamp,
): Decision | Rejection {
  if (state.lease?.token !== command.token) {
    return reject("lease-lost", `${command.token} is not the current lease`);
  }
  const fault = stateFault(state, command.entityState) ?? actionsFault(command.actions);
  if (fault !== undefined) return refuseBatch(state, state.lease.sequences, fault, stamp);
  const executed = state.lease.sequences.slice(0, command.results.length);
  const changes = batchDone(state, executed, command.entityState, stamp);
  const messages = [
    ...executed.flatMap((sequence, index) =>
      response(state, sequence, command.results[index], stamp),
    ),
    ...command.actions.flatMap((action) => effect(action, stamp)),
  ];
  return settle(state, changes, messages, stamp);
}

export function stateFault(
  { entity }: EntityState,
  entityState: string | undefined,
): FailureDetails | undefined {
  return tooLarge(`The state of entity '${entity.instanceId}'`, entityState);
}

/** What the batch asks for that cannot be: it cannot be told which operation asked. */
function actionsFault(actions: readonly OperationAction[]): FailureDetails | undefined {
  for (const { operationActionType: action } of actions) {
    const fault = action && (idFault(action) ?? tooLarge(subjectOf(action), action.value.input));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

type Action = NonNullable<OperationAction["operationActionType"]>;

function idFault({ $case, value: { instanceId } }: Action): FailureDetails | undefined {
  const fault = $case === "sendSignal" ? entityIdFault(instanceId) : instanceIdFault(instanceId);
  return fault === undefined ? undefined : failure("InvalidInstanceId", fault);
}

function subjectOf({ $case, value: { name } }: Action): string {
  return $case === "sendSignal"
    ? `The input of operation '${name}'`
    : `The input of orchestration '${name}'`;
}

function tooLarge(subject: string, payload: string | undefined): FailureDetails | undefined {
  const fault = oversize(subject, payload);
  return fault === undefined ? undefined : failure("PayloadTooLarge", fault);
}

/** Every operation of the batch fails and has no effect; the entity keeps the state it had. */
export function refuseBatch(
  state: EntityState,
  sequences: readonly number[],
  failureDetails: FailureDetails,
  stamp: Stamp,
): Decision {
  const result: OperationResult = { resultType: { $case: "failure", value: { failureDetails } } };
  return settle(
    state,
    [{ type: "lease-ended" }, { type: "messages-removed", sequences }],
    sequences.flatMap((sequence) => response(state, sequence, result, stamp)),
    stamp,
  );
}

/** The executed operations are gone, and the entity has its new state. */
export function batchDone(
  { entity }: EntityState,
  executed: readonly number[],
  state: string | undefined,
  stamp: Stamp,
): readonly Change[] {
  return [
    { type: "lease-ended" },
    { type: "messages-removed", sequences: executed },
    { type: "entity-saved", entity: { ...entity, state, lastModifiedAt: stamp.now } },
  ];
}

function response(
  state: EntityState,
  sequence: number,
  result: OperationResult | undefined,
  stamp: Stamp,
): readonly Message[] {
  const called = state.inbox.find((message) => message.sequence === sequence)?.event.eventType;
  if (called?.$case !== "entityOperationCalled") return [];
  const { requestId, parentInstanceId: target, parentExecutionId: executionId } = called.value;
  if (!target) return [];
  const event = arrival(stamp.now, outcome(requestId, result));
  return [post({ target, executionId: executionId || undefined, event }, stamp)];
}

function outcome(requestId: string, result: OperationResult | undefined): EventBody {
  const type = result?.resultType;
  const output = type?.$case === "success" ? type.value.result : undefined;
  const fault = tooLarge("The result of an operation", output);
  if (type?.$case === "success" && fault === undefined) {
    return { $case: "entityOperationCompleted", value: { requestId, output } };
  }
  const failureDetails =
    fault ??
    (type?.$case === "failure" ? type.value.failureDetails : undefined) ??
    failure("Unknown", "The worker gave neither result nor failure");
  return { $case: "entityOperationFailed", value: { requestId, failureDetails } };
}

function effect({ operationActionType: action }: OperationAction, stamp: Stamp): Message[] {
  switch (action?.$case) {
    case "sendSignal": {
      const { instanceId: target, name: operation, input, scheduledTime } = action.value;
      const event = arrival(stamp.now, {
        $case: "entityOperationSignaled",
        value: {
          requestId: stamp.identifier(),
          operation,
          scheduledTime,
          input,
          targetInstanceId: undefined,
        },
      });
      const due = scheduledTime === undefined ? 0 : millisOf(scheduledTime);
      return [post({ target, event, visibleAt: Math.max(due, stamp.now) }, stamp)];
    }
    case "startNewOrchestration": {
      const { name, version, input, parentTraceContext, scheduledTime } = action.value;
      const id = action.value.instanceId || stamp.identifier();
      const value = {
        name,
        version,
        input,
        parentTraceContext,
        orchestrationInstance: { instanceId: id, executionId: stamp.identifier() },
        parentInstance: undefined,
        scheduledStartTimestamp: scheduledTime,
        orchestrationSpanID: undefined,
        tags: {},
      };
      return [send(id, { $case: "executionStarted", value }, stamp)];
    }
    case undefined:
      return [];
  }
}
