import type { EntityLockRequested, EventBody } from "./history-event.ts";
import type { Message } from "./message.ts";
import type { OrchestrationState } from "./orchestration.ts";
import { send } from "./send.ts";
import type { Stamp } from "./stamp.ts";
import { isTerminal } from "./status.ts";

/**
 * The entities of a critical section are locked one after the other, in the order of its lock set.
 * An entity that is locked sends the request back, its position moved on by one: the next entity
 * is asked for, and after the last one the owner holds the section. An owner that has ended, or
 * has left the section, gives the entity back: it cannot have done so before.
 */
export function afterLock(
  state: OrchestrationState | undefined,
  request: EntityLockRequested,
  stamp: Stamp,
): { readonly holds: boolean; readonly messages: readonly Message[] } {
  const { lockSet, position } = request;
  const locked = lockSet[position - 1];
  if (locked === undefined) return { holds: false, messages: [] };
  if (!isWanted(state, request.criticalSectionId, locked)) {
    return { holds: false, messages: [send(locked, unlocked(request), stamp)] };
  }
  const next = lockSet[position];
  if (next === undefined) return { holds: true, messages: [] };
  const body = { $case: "entityLockRequested", value: request } as const;
  return { holds: false, messages: [send(next, body, stamp)] };
}

function isWanted(
  state: OrchestrationState | undefined,
  criticalSectionId: string,
  entity: string,
): boolean {
  if (state === undefined || isTerminal(state.orchestration.status)) return false;
  return state.orchestration.criticalSections.some(
    ({ id, entities }) => id === criticalSectionId && entities.includes(entity),
  );
}

function unlocked({ criticalSectionId, parentInstanceId }: EntityLockRequested): EventBody {
  const value = { criticalSectionId, parentInstanceId, targetInstanceId: undefined };
  return { $case: "entityUnlockSent", value };
}
