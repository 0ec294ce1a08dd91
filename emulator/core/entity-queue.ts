import type { Change } from "./change.ts";
import { type Decision, decision } from "./decision.ts";
import type { EntityState } from "./entity.ts";
import { evolveEntity } from "./evolve-entity.ts";
import type { EntityLockRequested } from "./history-event.ts";
import type { Message } from "./message.ts";
import { send } from "./send.ts";
import type { Stamp } from "./stamp.ts";

/**
 * The operations that may run now, in order. A locked entity runs only calls of the lock's owner;
 * an unlocked one runs what stands before the next lock request.
 */
export function runnable({ entity, inbox }: EntityState): readonly Message[] {
  if (entity.lock !== undefined) {
    const { owner } = entity.lock;
    return inbox.filter(
      ({ event: { eventType } }) =>
        eventType?.$case === "entityOperationCalled" && eventType.value.parentInstanceId === owner,
    );
  }
  const end = inbox.findIndex((message) => lockRequest(message) !== undefined);
  return end < 0 ? inbox : inbox.slice(0, end);
}

export function isBatchDispatchable(state: EntityState): boolean {
  return state.lease === undefined && runnable(state).length > 0;
}

export function lockRequest({ event }: Message): EntityLockRequested | undefined {
  return event.eventType?.$case === "entityLockRequested" ? event.eventType.value : undefined;
}

/**
 * The given changes, then what they make possible: a lock request at the head of the queue is
 * granted, and an entity of which nothing is left vanishes.
 */
export function settle(
  before: EntityState | undefined,
  changes: readonly Change[],
  messages: readonly Message[],
  stamp: Stamp,
): Decision {
  const all = [...changes];
  const sent = [...messages];
  const state = all.reduce(evolveEntity, before);
  if (state === undefined) return decision(all, sent);
  const first = state.inbox[0];
  const request = first && lockRequest(first);
  if (first && request && state.entity.lock === undefined && state.lease === undefined) {
    const lock = {
      owner: request.parentInstanceId ?? "",
      criticalSectionId: request.criticalSectionId,
    };
    all.push(
      { type: "messages-removed", sequences: [first.sequence] },
      { type: "entity-saved", entity: { ...state.entity, lock } },
    );
    sent.push(locked(request, stamp));
    return decision(all, sent);
  }
  const { entity, inbox, lease } = state;
  const isNothing = entity.state === undefined && entity.lock === undefined && inbox.length === 0;
  if (isNothing && lease === undefined) all.push({ type: "entity-removed" });
  return decision(all, sent);
}

// The owner hears of each entity and asks for the next: one that has ended meanwhile gives back
// what is locked for it, and asks for nothing more.
function locked(request: EntityLockRequested, stamp: Stamp): Message {
  const value = { ...request, position: request.position + 1 };
  return send(request.parentInstanceId ?? "", { $case: "entityLockRequested", value }, stamp);
}
