import type { HistoryEvent } from "./history-event.ts";

/**
 * One event on its way to one instance. A timer, a delayed signal and a scheduled start are
 * messages that become visible later; everything else is visible at once.
 */
export interface Message {
  /** Its place in the store's one rising sequence: messages are delivered in this order. */
  readonly sequence: number;
  /** The instance (or entity, `@name@key`) that receives it. */
  readonly target: string;
  /** The only execution it is meant for; dropped when another runs. Absent: any execution. */
  readonly executionId: string | undefined;
  /** Milliseconds since 1970 before which it must not be delivered. */
  readonly visibleAt: number;
  readonly event: HistoryEvent;
}
