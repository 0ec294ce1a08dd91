import type { StoredChange } from "../core/change.ts";
import type { EntityState } from "../core/entity.ts";
import type { Message } from "../core/message.ts";
import type { OrchestrationState } from "../core/orchestration.ts";
import type { Task } from "../core/task.ts";

/**
 * What the scheduler needs of a durable store. It knows records and not rules; it is asynchronous,
 * takes groups of changes and never hands out a live transaction, so that it can be a file on this
 * machine today and a database shared by several processes later.
 */
export interface Store {
  /** Names of the task hubs, in order of creation. */
  hubs(): Promise<readonly string[]>;
  /** Creating a hub that exists is no error. */
  createHub(name: string): Promise<void>;
  /** Removes the hub and all that is in it; a missing hub is no error. */
  removeHub(name: string): Promise<void>;

  /**
   * Makes the changes durable, all or none, in the order given. Groups are committed in the order
   * of the calls. A rejection means that the outcome is unknown: the process must stop, and what a
   * new opening finds is the truth.
   */
  commit(group: readonly Write[]): Promise<void>;

  /** Reads see every group committed before the call. */
  loadOrchestration(hub: string, instanceId: string): Promise<OrchestrationState | undefined>;
  loadEntity(hub: string, instanceId: string): Promise<EntityState | undefined>;
  loadTask(hub: string, sequence: number): Promise<Task | undefined>;
  /** The current execution's history in slices, of which each was appended in one or more. */
  loadHistory(hub: string, instanceId: string): Promise<readonly Uint8Array[]>;

  /** The largest message or task sequence in the store; 0 when there is none. */
  lastSequence(): Promise<number>;
  /** What waits for a worker: read once per hub, when it is opened. */
  backlog(hub: string): Promise<Backlog>;
  /** Messages on their way, by time of visibility, then sequence, at most `limit`. */
  messagesOnTheirWay(
    hub: string,
    after: MessagePosition,
    limit: number,
  ): Promise<readonly Message[]>;

  /** What is kept beside the hubs, by key. */
  documents(): Promise<ReadonlyMap<string, string>>;
  /** Saves each document, or removes it where there is no text: all or none. */
  saveDocuments(documents: readonly Document[]): Promise<void>;

  close(): Promise<void>;
}

export interface Document {
  readonly key: string;
  readonly text: string | undefined;
}

export interface Write {
  readonly hub: string;
  /** The instance or entity the change is about. */
  readonly instanceId: string;
  readonly change: StoredChange;
}

/** Messages strictly after this position; `{ visibleAt: 0, sequence: 0 }` is the beginning. */
export interface MessagePosition {
  readonly visibleAt: number;
  readonly sequence: number;
}

export interface Backlog {
  /** Orchestrations with a non-empty inbox, oldest waiting message first. */
  readonly orchestrations: readonly WaitingOrchestration[];
  /** Entities with a non-empty inbox, oldest waiting message first. */
  readonly entities: readonly string[];
  /** Tasks by sequence. */
  readonly tasks: readonly WaitingTask[];
}

export interface WaitingOrchestration {
  readonly instanceId: string;
  readonly name: string;
  readonly version: string | undefined;
}

/** What a filter of work items looks at; the payload is loaded when the task is handed out. */
export interface WaitingTask {
  readonly sequence: number;
  readonly instanceId: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly instanceVersion: string | undefined;
}
