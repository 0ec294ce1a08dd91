import type { Change } from "./change.ts";
import type { Decision } from "./decision.ts";
import type { EntityState } from "./entity.ts";
import type { CompleteBatch, OperationAction, OperationResult } from "./entity-command.ts";
import { settle } from "./entity-queue.ts";
import { arrival } from "./event.ts";
import { failure } from "./failure.ts";
import type { EventBody } from "./history-event.ts";
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
  const refused = oversizeBatch(state, state.lease.sequences, command.entityState, stamp);
  if (refused !== undefined) return refused;
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

/**
 * With a state that is too large, every operation of the batch fails and has no effect; the entity
 * keeps the state it had.
 */
export function oversizeBatch(
  state: EntityState,
  sequences: readonly number[],
  entityState: string | undefined,
  stamp: Stamp,
): Decision | undefined {
  const fault = oversize(`The state of entity '${state.entity.instanceId}'`, entityState);
  if (fault === undefined) return undefined;
  const failureDetails = failure("PayloadTooLarge", fault);
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
  if (type?.$case === "success") {
    return { $case: "entityOperationCompleted", value: { requestId, output: type.value.result } };
  }
  const failureDetails =
    type?.value.failureDetails ?? failure("Unknown", "The worker gave neither result nor failure");
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
