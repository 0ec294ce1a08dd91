import type {
  ExecutionCompleted,
  HistoryEvent,
  OrchestrationInstance,
  OrchestrationTraceContext,
} from "./history-event.ts";

/**
 * The answer to a turn of a worker that is an engine itself, such as DurableTask.Core in the host
 * of Durable Functions: where others bring actions, it brings the history and what follows.
 */
export interface CommitTurn {
  readonly type: "commit-turn";
  readonly token: string;
  /** The execution after the turn, where the history does not name it. */
  readonly executionId: string | undefined;
  /** The protocol's number. */
  readonly status: ExecutionCompleted["orchestrationStatus"];
  readonly customStatus: string | undefined;
  readonly traceContext: OrchestrationTraceContext | undefined;
  /** Added to the history, with inputs. One that starts another execution is its whole history. */
  readonly history: readonly HistoryEvent[];
  /** TaskScheduled events: the activities to hand out. */
  readonly tasks: readonly HistoryEvent[];
  /** TimerFired events: each arrives when its time has come. */
  readonly timers: readonly HistoryEvent[];
  readonly messages: readonly OutgoingMessage[];
  /** How many of the turn's messages were consumed; absent: all. */
  readonly messagesConsumed: number | undefined;
}

/** The answer of such a worker to a batch of operations. */
export interface CommitBatch {
  readonly type: "commit-batch";
  readonly token: string;
  /** Operations beyond them stay queued. */
  readonly operationsExecuted: number;
  /** Absent: the entity has no state any more. */
  readonly entityState: string | undefined;
  /** Signals, starts, and the responses to callers. */
  readonly messages: readonly OutgoingMessage[];
}

/** An event for another instance, or for its sender. */
export interface OutgoingMessage {
  readonly instance: OrchestrationInstance | undefined;
  readonly event: HistoryEvent | undefined;
}
