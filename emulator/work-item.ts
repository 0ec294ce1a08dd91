import type { Entity } from "./core/entity.ts";
import type {
  HistoryEvent,
  OrchestrationInstance,
  OrchestrationTraceContext,
} from "./core/history-event.ts";
import type { Task } from "./core/task.ts";

/** How work becomes the bytes that a worker's stream carries, each item in a frame. */
export interface WorkItemEncoder {
  turn(item: TurnItem): Uint8Array;
  task(task: Task, token: string): Uint8Array;
  batch(entity: Entity, operations: readonly HistoryEvent[], token: string): Uint8Array;
  healthPing(): Uint8Array;
}

export interface TurnItem {
  readonly token: string;
  readonly instance: OrchestrationInstance;
  /** Slices as the store keeps them; absent: the worker fetches them itself. */
  readonly history: readonly Uint8Array[] | undefined;
  readonly newEvents: readonly HistoryEvent[];
  readonly traceContext: OrchestrationTraceContext | undefined;
}
