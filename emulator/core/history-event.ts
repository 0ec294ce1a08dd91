import type { Instant } from "./instant.ts";

/**
 * The history of an orchestration in the words of the public protocol. Field names and the
 * `$case` of a union are the protocol's own, so that what the edge has decoded is a history event
 * as it stands and nothing is copied on the way from wire to disk; `grpc/wire.ts` has the compiler
 * check that both agree. `undefined` means absent, which is never the same as an empty string.
 */
export interface HistoryEvent {
  /** The action's id for events made from actions, 0 for ExecutionStarted, -1 for arrivals. */
  readonly eventId: number;
  readonly timestamp: Instant | undefined;
  readonly eventType: EventBody | undefined;
}

export type EventBody =
  | Case<"executionStarted", ExecutionStarted>
  | Case<"executionCompleted", ExecutionCompleted>
  | Case<"executionTerminated", ExecutionTerminated>
  | Case<"taskScheduled", TaskScheduled>
  | Case<"taskCompleted", TaskCompleted>
  | Case<"taskFailed", TaskFailed>
  | Case<"subOrchestrationInstanceCreated", SubOrchestrationCreated>
  | Case<"subOrchestrationInstanceCompleted", TaskCompleted>
  | Case<"subOrchestrationInstanceFailed", TaskFailed>
  | Case<"timerCreated", { readonly fireAt: Instant | undefined }>
  | Case<"timerFired", TimerFired>
  | Case<"orchestratorStarted", object>
  | Case<"orchestratorCompleted", object>
  | Case<"eventSent", EventSent>
  | Case<"eventRaised", EventRaised>
  | Case<"genericEvent", { readonly data: string | undefined }>
  | Case<"historyState", object>
  | Case<"continueAsNew", Reason>
  | Case<"executionSuspended", Reason>
  | Case<"executionResumed", Reason>
  | Case<"entityOperationSignaled", EntityOperationSignaled>
  | Case<"entityOperationCalled", EntityOperationCalled>
  | Case<"entityOperationCompleted", EntityOperationCompleted>
  | Case<"entityOperationFailed", EntityOperationFailed>
  | Case<"entityLockRequested", EntityLockRequested>
  | Case<"entityLockGranted", { readonly criticalSectionId: string }>
  | Case<"entityUnlockSent", EntityUnlockSent>
  | Case<"executionRewound", ExecutionRewound>;

export interface Case<Name extends string, Value> {
  readonly $case: Name;
  readonly value: Value;
}

export type Tags = { readonly [key: string]: string };

export interface OrchestrationInstance {
  readonly instanceId: string;
  readonly executionId: string | undefined;
}

export interface ParentInstance {
  readonly taskScheduledId: number;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly orchestrationInstance: OrchestrationInstance | undefined;
}

export interface TraceContext {
  readonly traceParent: string;
  readonly spanID: string;
  readonly traceState: string | undefined;
}

/** A worker's tracing state per execution: passed back on its next turn, never read here. */
export interface OrchestrationTraceContext {
  readonly spanID: string | undefined;
  readonly spanStartTime: Instant | undefined;
}

export interface FailureDetails {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stackTrace: string | undefined;
  readonly innerFailure: FailureDetails | undefined;
  readonly isNonRetriable: boolean;
  readonly properties: { readonly [key: string]: unknown };
}

export interface ExecutionStarted {
  readonly name: string;
  readonly version: string | undefined;
  readonly input: string | undefined;
  readonly orchestrationInstance: OrchestrationInstance | undefined;
  readonly parentInstance: ParentInstance | undefined;
  readonly scheduledStartTimestamp: Instant | undefined;
  readonly parentTraceContext: TraceContext | undefined;
  readonly orchestrationSpanID: string | undefined;
  readonly tags: Tags;
}

export interface ExecutionCompleted {
  /** The protocol's number of the terminal status. */
  readonly orchestrationStatus: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly result: string | undefined;
  readonly failureDetails: FailureDetails | undefined;
}

export interface ExecutionTerminated {
  readonly input: string | undefined;
  readonly recurse: boolean;
}

export interface Reason {
  readonly input: string | undefined;
}

export interface TaskScheduled {
  readonly name: string;
  readonly version: string | undefined;
  readonly input: string | undefined;
  readonly parentTraceContext: TraceContext | undefined;
  readonly tags: Tags;
}

export interface SubOrchestrationCreated extends TaskScheduled {
  readonly instanceId: string;
}

export interface TaskCompleted {
  readonly taskScheduledId: number;
  readonly result: string | undefined;
}

export interface TaskFailed {
  readonly taskScheduledId: number;
  readonly failureDetails: FailureDetails | undefined;
}

export interface TimerFired {
  readonly fireAt: Instant | undefined;
  readonly timerId: number;
}

export interface EventRaised {
  readonly name: string;
  readonly input: string | undefined;
}

export interface EventSent extends EventRaised {
  readonly instanceId: string;
}

export interface EntityOperationSignaled {
  readonly requestId: string;
  readonly operation: string;
  readonly scheduledTime: Instant | undefined;
  readonly input: string | undefined;
  /** Filled in history copies only. */
  readonly targetInstanceId: string | undefined;
}

export interface EntityOperationCalled extends EntityOperationSignaled {
  /** The caller; filled in messages, left out of history copies. */
  readonly parentInstanceId: string | undefined;
  readonly parentExecutionId: string | undefined;
}

export interface EntityOperationCompleted {
  readonly requestId: string;
  readonly output: string | undefined;
}

export interface EntityOperationFailed {
  readonly requestId: string;
  readonly failureDetails: FailureDetails | undefined;
}

export interface EntityLockRequested {
  readonly criticalSectionId: string;
  readonly lockSet: string[];
  readonly position: number;
  readonly parentInstanceId: string | undefined;
}

export interface EntityUnlockSent {
  readonly criticalSectionId: string;
  readonly parentInstanceId: string | undefined;
  readonly targetInstanceId: string | undefined;
}

export interface ExecutionRewound {
  readonly reason: string | undefined;
  readonly parentExecutionId: string | undefined;
  readonly instanceId: string | undefined;
  readonly parentTraceContext: TraceContext | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly input: string | undefined;
  readonly parentInstance: ParentInstance | undefined;
  readonly tags: Tags;
}
