import { batchDone, refuseBatch, stateFault } from "./complete-batch.ts";
import type { Decision } from "./decision.ts";
import type { EntityState } from "./entity.ts";
import { settle } from "./entity-queue.ts";
import { failure } from "./failure.ts";
import type { FailureDetails } from "./history-event.ts";
import type { CommitBatch } from "./host-command.ts";
import { oversizeOf } from "./host-payload.ts";
import { outgoing } from "./outgoing.ts";
import { type Rejection, reject } from "./rejection.ts";
import type { Stamp } from "./stamp.ts";

/** A batch whose worker has made the messages that follow from it, responses included. */
export function commitBatch(
  state: EntityState,
  command: CommitBatch,
  stamp: Stamp,
): Decision | Rejection {
  if (state.lease?.token !== command.token) {
    return reject("lease-lost", `${command.token} is not the current lease`);
  }
  const fault = stateFault(state, command.entityState) ?? messagesFault(command);
  if (fault !== undefined) return refuseBatch(state, state.lease.sequences, fault, stamp);
  const executed = state.lease.sequences.slice(0, Math.max(0, command.operationsExecuted));
  const changes = batchDone(state, executed, command.entityState, stamp);
  return settle(state, changes, outgoing(command.messages, state.entity, stamp), stamp);
}

function messagesFault({ messages }: CommitBatch): FailureDetails | undefined {
  for (const { event } of messages) {
    const fault = event && oversizeOf(event);
    if (fault !== undefined) return failure("PayloadTooLarge", fault);
  }
  return undefined;
}
