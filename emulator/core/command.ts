import type { OrchestratorAction } from "./action.ts";
import type {
  FailureDetails,
  OrchestrationTraceContext,
  ParentInstance,
  Tags,
  TraceContext,
} from "./history-event.ts";
import type { CommitTurn } from "./host-command.ts";
import type { Instant } from "./instant.ts";
import type { Message } from "./message.ts";
import type { Status } from "./status.ts";

/** What can be asked of one orchestration. */
export type OrchestrationCommand =
  | Create
  | { readonly type: "deliver"; readonly message: Message }
  | LeaseTurn
  | CompleteTurn
  | CommitTurn
  | { readonly type: "end-lease"; readonly token: string }
  | { readonly type: "fail"; readonly failure: FailureDetails }
  /** Ends it at once, without a turn of its worker. */
  | { readonly type: "force-terminate"; readonly reason: string | undefined }
  /** A failed orchestration goes on from where it failed. */
  | { readonly type: "rewind"; readonly reason: string | undefined }
  /** `endedBy` (milliseconds since 1970) spares what ended later; absent: nothing is spared. */
  | { readonly type: "purge"; readonly endedBy?: number };

export interface Create {
  readonly type: "create";
  readonly start: Start;
  /** The statuses in which an existing instance is replaced; absent: the terminal ones. */
  readonly replaceable: readonly Status[] | undefined;
  /** The statuses in which an existing instance is kept and the request does nothing. */
  readonly kept?: readonly Status[] | undefined;
}

export interface Start {
  readonly instanceId: string;
  /** Absent: a new one is made. */
  readonly executionId: string | undefined;
  readonly name: string;
  readonly version: string | undefined;
  readonly input: string | undefined;
  readonly tags: Tags;
  readonly scheduledStart: Instant | undefined;
  readonly parent: ParentInstance | undefined;
  readonly parentTraceContext: TraceContext | undefined;
}

export interface LeaseTurn {
  readonly type: "lease-turn";
  readonly token: string;
  /** The turn takes at most this many messages, so that its work item stays small enough. */
  readonly messageCountMax: number;
}

export interface CompleteTurn {
  readonly type: "complete-turn";
  readonly token: string;
  readonly actions: readonly OrchestratorAction[];
  readonly customStatus: string | undefined;
  readonly traceContext: OrchestrationTraceContext | undefined;
  /** How many of the turn's messages were consumed; absent: all. */
  readonly messagesConsumed: number | undefined;
}
