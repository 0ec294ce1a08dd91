import type { Case, FailureDetails, TraceContext } from "./history-event.ts";
import type { CommitBatch } from "./host-command.ts";
import type { Instant } from "./instant.ts";
import type { Message } from "./message.ts";

/** What can be asked of one entity. */
export type EntityCommand =
  | { readonly type: "deliver"; readonly message: Message }
  | { readonly type: "lease-batch"; readonly token: string; readonly countMax: number }
  | CompleteBatch
  | CommitBatch
  | { readonly type: "end-lease"; readonly token: string }
  /** Forgets its state. What waits for it, and its lock, stay: nobody is left waiting for ever. */
  | { readonly type: "purge" };

export interface CompleteBatch {
  readonly type: "complete-batch";
  readonly token: string;
  /** One per executed operation, in order; operations beyond them stay queued. */
  readonly results: readonly OperationResult[];
  readonly actions: readonly OperationAction[];
  /** Absent: the entity has no state any more. */
  readonly entityState: string | undefined;
}

export interface OperationResult {
  readonly resultType:
    | Case<"success", { readonly result: string | undefined }>
    | Case<"failure", { readonly failureDetails: FailureDetails | undefined }>
    | undefined;
}

export interface OperationAction {
  readonly operationActionType:
    | Case<"sendSignal", SendSignal>
    | Case<"startNewOrchestration", StartNewOrchestration>
    | undefined;
}

export interface SendSignal {
  readonly instanceId: string;
  readonly name: string;
  readonly input: string | undefined;
  readonly scheduledTime: Instant | undefined;
}

export interface StartNewOrchestration {
  readonly instanceId: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly input: string | undefined;
  readonly scheduledTime: Instant | undefined;
  readonly parentTraceContext: TraceContext | undefined;
}
