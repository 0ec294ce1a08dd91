import type { BatchLease, Entity } from "./entity.ts";
import type { HistoryEvent } from "./history-event.ts";
import type { Message } from "./message.ts";
import type { Child, Orchestration, Payloads, TurnLease } from "./orchestration.ts";
import type { Task } from "./task.ts";

/** One payload of an orchestration and its new value. */
export type PayloadSaved = {
  readonly [Field in keyof Payloads]: {
    readonly type: "payload-saved";
    readonly field: Field;
    readonly value: Payloads[Field];
  };
}[keyof Payloads];

/**
 * A fact about one instance that must survive. A store applies a group of them as a whole or not
 * at all; `evolve` applies the same facts to the state in memory.
 */
export type StoredChange =
  | { readonly type: "orchestration-saved"; readonly orchestration: Orchestration }
  | PayloadSaved
  | { readonly type: "history-appended"; readonly events: readonly HistoryEvent[] }
  | { readonly type: "history-cleared" }
  | { readonly type: "entity-saved"; readonly entity: Entity }
  /** On its way: not visible yet, or its target's state is not in memory yet. */
  | { readonly type: "message-sent"; readonly message: Message }
  /** Arrived: now at the end of the target's inbox. May follow `message-sent` or stand alone. */
  | { readonly type: "message-received"; readonly message: Message }
  /** Gone for good, whether sent or received; unknown sequences are no error. */
  | { readonly type: "messages-removed"; readonly sequences: readonly number[] }
  | { readonly type: "task-scheduled"; readonly task: Task }
  | { readonly type: "task-removed"; readonly sequence: number }
  | { readonly type: "child-started"; readonly child: Child }
  | { readonly type: "child-ended"; readonly taskScheduledId: number }
  /** Removes messages on their way to this execution, and its children, not its tasks. */
  | { readonly type: "execution-ended"; readonly executionId: string }
  /** Removes all that is kept of the instance: payloads, history, messages, tasks. */
  | { readonly type: "instance-removed" }
  /** Its inbox is empty by then; signals that are on their way to it stay so. */
  | { readonly type: "entity-removed" };

/** A fact that a restart may forget. */
export type VolatileChange =
  | { readonly type: "turn-leased"; readonly lease: TurnLease }
  | { readonly type: "batch-leased"; readonly lease: BatchLease }
  | { readonly type: "lease-ended" };

export type Change = StoredChange | VolatileChange;

const volatile: ReadonlySet<Change["type"]> = new Set([
  "turn-leased",
  "batch-leased",
  "lease-ended",
] as const satisfies readonly VolatileChange["type"][]);

export function isStored(change: Change): change is StoredChange {
  return !volatile.has(change.type);
}
