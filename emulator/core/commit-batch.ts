import { batchDone, oversizeBatch } from "./complete-batch.ts";
import type { Decision } from "./decision.ts";
import type { EntityState } from "./entity.ts";
import { settle } from "./entity-queue.ts";
import type { CommitBatch } from "./host-command.ts";
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
  const refused = oversizeBatch(state, state.lease.sequences, command.entityState, stamp);
  if (refused !== undefined) return refused;
  const executed = state.lease.sequences.slice(0, Math.max(0, command.operationsExecuted));
  const changes = batchDone(state, executed, command.entityState, stamp);
  return settle(state, changes, outgoing(command.messages, state.entity, stamp), stamp);
}
