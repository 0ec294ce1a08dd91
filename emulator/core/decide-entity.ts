import type { Change } from "./change.ts";
import { commitBatch } from "./commit-batch.ts";
import { completeBatch } from "./complete-batch.ts";
import { type Decision, decision } from "./decision.ts";
import type { Entity, EntityState } from "./entity.ts";
import type { EntityCommand } from "./entity-command.ts";
import { isBatchDispatchable, lockRequest, runnable, settle } from "./entity-queue.ts";
import type { EntityUnlockSent } from "./history-event.ts";
import type { Message } from "./message.ts";
import { type Rejection, reject } from "./rejection.ts";
import type { Stamp } from "./stamp.ts";

/** The one entrance to the rules of an entity. Pure: the stamp brings time and names. */
export function decideEntity(
  state: EntityState | undefined,
  command: EntityCommand,
  stamp: Stamp,
): Decision | Rejection {
  if (command.type === "deliver") return deliver(state, command.message, stamp);
  if (state === undefined) return reject("not-found", "No such entity");
  switch (command.type) {
    case "lease-batch": {
      const { entity } = state;
      if (!isBatchDispatchable(state)) {
        return reject("failed-precondition", `${entity.instanceId} has no operation to run`);
      }
      const batch = runnable(state).slice(0, command.countMax);
      const sequences = batch.map(({ sequence }) => sequence);
      return decision([{ type: "batch-leased", lease: { token: command.token, sequences } }]);
    }
    case "complete-batch":
      return completeBatch(state, command, stamp);
    case "commit-batch":
      return commitBatch(state, command, stamp);
    case "end-lease":
      return state.lease?.token === command.token
        ? settle(state, [{ type: "lease-ended" }], [], stamp)
        : reject("lease-lost", `${command.token} is not the current lease`);
    case "purge":
      return settle(state, stateless(state, stamp), [], stamp);
  }
}

/**
 * A batch that a worker holds would bring the state back: it is void, and handed out again. So
 * would what a worker remembers in a session: it is of another execution.
 */
function stateless({ entity, lease }: EntityState, stamp: Stamp): readonly Change[] {
  const executionId = stamp.identifier();
  const gone = { ...entity, executionId, state: undefined, lastModifiedAt: stamp.now };
  return [
    ...(lease === undefined ? [] : [{ type: "lease-ended" } as const]),
    { type: "entity-saved", entity: gone },
  ];
}

const queued: ReadonlySet<string | undefined> = new Set([
  "entityOperationSignaled",
  "entityOperationCalled",
  "entityLockRequested",
]);

function deliver(state: EntityState | undefined, message: Message, stamp: Stamp): Decision {
  const body = message.event.eventType;
  const gone: Change = { type: "messages-removed", sequences: [message.sequence] };
  if (body?.$case === "entityUnlockSent") {
    if (state === undefined) return decision([gone]);
    return settle(state, [gone, ...unlock(state, body.value)], [], stamp);
  }
  if (!queued.has(body?.$case)) return decision([gone]);
  const created: readonly Change[] =
    state === undefined ? [{ type: "entity-saved", entity: newEntity(message.target, stamp) }] : [];
  const last = state?.inbox.at(-1);
  const isOvertaken = last !== undefined && last.sequence > message.sequence;
  const arrived = isOvertaken ? { ...message, sequence: stamp.sequence() } : message;
  return settle(
    state,
    [...created, ...(isOvertaken ? [gone] : []), { type: "message-received", message: arrived }],
    [],
    stamp,
  );
}

function newEntity(instanceId: string, stamp: Stamp): Entity {
  return {
    instanceId,
    executionId: stamp.identifier(),
    state: undefined,
    lastModifiedAt: stamp.now,
    lock: undefined,
  };
}

/** Releases the lock, or takes back a request that waits for it; others' unlocks do nothing. */
function unlock(
  { entity, inbox }: EntityState,
  { criticalSectionId }: EntityUnlockSent,
): readonly Change[] {
  if (entity.lock?.criticalSectionId === criticalSectionId) {
    return [{ type: "entity-saved", entity: { ...entity, lock: undefined } }];
  }
  const sequences = inbox
    .filter((message) => lockRequest(message)?.criticalSectionId === criticalSectionId)
    .map(({ sequence }) => sequence);
  return sequences.length > 0 ? [{ type: "messages-removed", sequences }] : [];
}
