import type { Case, HistoryEvent, TaskScheduled } from "./history-event.ts";

/** An activity that was scheduled and not answered yet. */
export interface Task {
  /** Its place in the store's one rising sequence; names the task, since action ids may repeat. */
  readonly sequence: number;
  readonly instanceId: string;
  readonly executionId: string;
  /** The owner's version: stands in for the activity's own where a worker filters by version. */
  readonly instanceVersion: string | undefined;
  readonly event: HistoryEvent & { readonly eventType: Case<"taskScheduled", TaskScheduled> };
}
