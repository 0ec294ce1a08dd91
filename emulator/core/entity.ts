import type { Message } from "./message.ts";

/** What is kept of an entity. One without state, lock and messages is not kept at all. */
export interface Entity {
  /** `@name@key`; the name in lower case. */
  readonly instanceId: string;
  /** Stable for the life of the entity; the protocol wants one, nothing depends on it. */
  readonly executionId: string;
  /** Serialized state; absent means the entity does not exist for its users. */
  readonly state: string | undefined;
  readonly lastModifiedAt: number;
  readonly lock: EntityLock | undefined;
}

export interface EntityLock {
  /** Instance id of the orchestration in whose critical section the entity is. */
  readonly owner: string;
  readonly criticalSectionId: string;
}

/** The right to run a batch of operations, fenced by its token. */
export interface BatchLease {
  readonly token: string;
  /** Sequences of the messages that are in the batch, in order. */
  readonly sequences: readonly number[];
}

export interface EntityState {
  readonly entity: Entity;
  /** Operations and lock requests in order of arrival. */
  readonly inbox: readonly Message[];
  readonly lease: BatchLease | undefined;
}
