import type { HistoryEvent } from "../../../core/history-event.ts";
import type { HistoryView } from "../../views.ts";

/** As much of a history as was loaded: a history only grows, so what is loaded stays true. */
export interface LoadedHistory {
  readonly executionId: string | undefined;
  readonly events: readonly HistoryEvent[];
  readonly total: number;
}

export const noHistory: LoadedHistory = { executionId: undefined, events: [], total: 0 };

/** Adds a part that was asked for; a new execution (continued as new, replaced) begins afresh. */
export function grown(before: LoadedHistory, part: HistoryView): LoadedHistory {
  const { executionId, total } = part;
  const same = before.executionId === executionId;
  if (!same && part.from !== 0) return { executionId, events: [], total };
  const kept = same ? before.events.slice(0, part.from) : [];
  return { executionId, events: [...kept, ...part.events], total };
}
