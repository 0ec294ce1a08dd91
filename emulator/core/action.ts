import type {
  Case,
  EntityLockRequested,
  EntityOperationCalled,
  EntityOperationSignaled,
  EntityUnlockSent,
  FailureDetails,
  HistoryEvent,
  OrchestrationInstance,
  SubOrchestrationCreated,
  Tags,
  TaskScheduled,
} from "./history-event.ts";
import type { Instant } from "./instant.ts";

/** What an orchestrator asks for in one turn, in the words of the public protocol. */
export interface OrchestratorAction {
  /** Becomes the eventId of the history event; 0 is legal, and SDK retries may repeat one. */
  readonly id: number;
  readonly orchestratorActionType: ActionBody | undefined;
}

export type ActionBody =
  | Case<"scheduleTask", TaskScheduled>
  | Case<"createSubOrchestration", SubOrchestrationCreated>
  | Case<"createTimer", { readonly fireAt: Instant | undefined }>
  | Case<"sendEvent", SendEvent>
  | Case<"completeOrchestration", CompleteOrchestration>
  | Case<"terminateOrchestration", TerminateOrchestration>
  | Case<"sendEntityMessage", SendEntityMessage>
  | Case<"rewindOrchestration", { readonly newHistory: HistoryEvent[] }>;

export interface SendEvent {
  readonly instance: OrchestrationInstance | undefined;
  readonly name: string;
  readonly data: string | undefined;
}

export interface CompleteOrchestration {
  /** The protocol's number: 1 completed, 2 continued as new, 3 failed, 5 terminated. */
  readonly orchestrationStatus: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly result: string | undefined;
  readonly details: string | undefined;
  readonly newVersion: string | undefined;
  readonly carryoverEvents: HistoryEvent[];
  readonly failureDetails: FailureDetails | undefined;
  readonly tags: Tags;
}

export interface TerminateOrchestration {
  readonly instanceId: string;
  readonly reason: string | undefined;
  readonly recurse: boolean;
}

export interface SendEntityMessage {
  readonly EntityMessageType:
    | Case<"entityOperationSignaled", EntityOperationSignaled>
    | Case<"entityOperationCalled", EntityOperationCalled>
    | Case<"entityLockRequested", EntityLockRequested>
    | Case<"entityUnlockSent", EntityUnlockSent>
    | undefined;
}
