import type { Change } from "./change.ts";
import type { EntityState } from "./entity.ts";

/** An entity's state after one more fact. */
export function evolveEntity(
  state: EntityState | undefined,
  change: Change,
): EntityState | undefined {
  if (change.type === "entity-removed") return undefined;
  if (change.type === "entity-saved") {
    return { inbox: [], lease: undefined, ...state, entity: change.entity };
  }
  if (state === undefined) return undefined;
  if (change.type === "message-received") {
    return { ...state, inbox: [...state.inbox, change.message] };
  }
  if (change.type === "messages-removed") {
    const removed = new Set(change.sequences);
    return { ...state, inbox: state.inbox.filter(({ sequence }) => !removed.has(sequence)) };
  }
  if (change.type === "batch-leased") return { ...state, lease: change.lease };
  if (change.type === "lease-ended") return { ...state, lease: undefined };
  return state;
}
