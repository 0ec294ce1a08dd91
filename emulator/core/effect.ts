import type { Change } from "./change.ts";
import type { FailureDetails, HistoryEvent } from "./history-event.ts";
import type { Message } from "./message.ts";
import type { CriticalSection } from "./orchestration.ts";

/** What one action of a turn brings about. */
export interface Effect {
  readonly events: readonly HistoryEvent[];
  readonly changes: readonly Change[];
  readonly messages: readonly Message[];
  /** The critical sections of the orchestration after the action, where it changes them. */
  readonly criticalSections?: readonly CriticalSection[];
  /** Set when the action cannot be carried out and the orchestration has to fail for it. */
  readonly failure?: FailureDetails;
}

export const noEffect: Effect = { events: [], changes: [], messages: [] };
