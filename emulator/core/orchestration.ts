import type {
  FailureDetails,
  OrchestrationTraceContext,
  ParentInstance,
  Tags,
  TraceContext,
} from "./history-event.ts";
import type { Instant } from "./instant.ts";
import type { Message } from "./message.ts";
import type { Status } from "./status.ts";

/** What is kept of an orchestration besides its payloads and its history: small, saved whole. */
export interface Orchestration {
  readonly instanceId: string;
  /** 32 hexadecimal digits unless the caller chose one; new with every continue-as-new. */
  readonly executionId: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly tags: Tags;
  readonly status: Status;
  /** All times in milliseconds since 1970. */
  readonly createdAt: number;
  readonly lastUpdatedAt: number;
  readonly completedAt: number | undefined;
  readonly scheduledStart: Instant | undefined;
  readonly parent: ParentInstance | undefined;
  readonly parentTraceContext: TraceContext | undefined;
  /** What the last turn of this execution returned; handed to the next one untouched. */
  readonly traceContext: OrchestrationTraceContext | undefined;
  /** Events in the committed history of the current execution. */
  readonly historyLength: number;
  /** Entities locked, or asked for, by this orchestration; released in whatever way it ends. */
  readonly criticalSections: readonly CriticalSection[];
}

export interface CriticalSection {
  readonly id: string;
  readonly entities: readonly string[];
}

/** The parts of an orchestration that may each be large; saved one by one when they change. */
export interface Payloads {
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly customStatus: string | undefined;
  readonly failure: FailureDetails | undefined;
}

/** A sub-orchestration of the current execution that has not reported its end. */
export interface Child {
  readonly taskScheduledId: number;
  readonly instanceId: string;
}

/** The right to compute the next turn: at most one per instance, fenced by its token. */
export interface TurnLease {
  readonly token: string;
  /** When the turn was handed out: the timestamp of its OrchestratorStarted. */
  readonly startedAt: number;
  /** How many messages from the front of the inbox the turn consumes. */
  readonly messageCount: number;
}

/** All that decisions about an orchestration look at. */
export interface OrchestrationState {
  readonly orchestration: Orchestration;
  readonly payloads: Payloads;
  /** Delivered and not yet consumed by a turn; ExecutionStarted first, then in order of arrival. */
  readonly inbox: readonly Message[];
  readonly children: readonly Child[];
  /** Never stored: a restart voids every lease and hands the work out again. */
  readonly lease: TurnLease | undefined;
}
