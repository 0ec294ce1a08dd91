import type { Entity } from "../core/entity.ts";
import type { HistoryEvent } from "../core/history-event.ts";
import type { Orchestration, Payloads } from "../core/orchestration.ts";
import type { Status } from "../core/status.ts";

/**
 * Reading for people and for queries: pages, one history, counts. Sees what was committed before
 * the call, runs beside the scheduler and never delays it.
 */
export interface Reader {
  instances(hub: string, query: InstanceQuery): Promise<readonly InstanceView[]>;
  /** How many instances match, whatever the page; with a limit, those beyond it are not counted. */
  countInstances(hub: string, filter: InstanceFilter, limit?: number): Promise<number>;
  countByStatus(hub: string): Promise<Readonly<Record<Status, number>>>;
  instance(hub: string, instanceId: string): Promise<InstanceView | undefined>;
  /** Events `from` (0 is the first) and at most `limit` of them. */
  history(
    hub: string,
    instanceId: string,
    from: number,
    limit: number,
  ): Promise<readonly HistoryEvent[]>;
  /** Instances whose parent is this one, whatever their state, oldest first. */
  children(hub: string, instanceId: string): Promise<readonly InstanceView[]>;
  entities(hub: string, query: EntityQuery): Promise<readonly EntityView[]>;
  /** With its state; undefined when nothing is kept of it. */
  entity(hub: string, instanceId: string): Promise<EntityView | undefined>;
  countEntities(hub: string, filter: EntityFilter): Promise<number>;
}

export interface InstanceView {
  readonly orchestration: Orchestration;
  /** All absent when the query did not ask for payloads. */
  readonly payloads: Payloads;
}

export interface InstanceFilter {
  /** Absent or empty: every status. */
  readonly statuses?: readonly Status[];
  readonly created?: TimeRange;
  readonly lastUpdated?: TimeRange;
  readonly completed?: TimeRange;
  /** Only instances that were started with a time to begin at. */
  readonly scheduledStart?: TimeRange;
  /** Case-sensitive. */
  readonly idPrefix?: string;
  /** The following are substrings in which ASCII case does not count. */
  readonly idContains?: string;
  readonly nameContains?: string;
  readonly idOrNameContains?: string;
  readonly versionContains?: string;
  readonly tagContains?: string;
}

/** Milliseconds since 1970: from inclusive, to exclusive. */
export interface TimeRange {
  readonly from?: number;
  readonly to?: number;
}

export type InstanceColumn =
  | "instanceId"
  | "name"
  | "version"
  | "createdAt"
  | "lastUpdatedAt"
  | "completedAt"
  | "scheduledStart"
  | "status"
  /** The JSON text of them: equal tags come together. */
  | "tags";

export interface InstanceQuery {
  readonly filter: InstanceFilter;
  /** Ties are broken by instance id, in the same direction. */
  readonly orderBy: InstanceColumn;
  readonly direction: "ascending" | "descending";
  /** Only rows strictly after this one in the order asked for. */
  readonly after?: { readonly value: number | string | undefined; readonly instanceId: string };
  readonly skip?: number;
  readonly limit: number;
  readonly withPayloads: boolean;
}

export interface EntityFilter {
  /** Case-sensitive prefix of the whole `@name@key`. */
  readonly idPrefix?: string;
  /** Entities whose `@name@key` begins with one of these are left out; case-sensitive. */
  readonly excludedIdPrefixes?: readonly string[];
  /** The following are substrings in which ASCII case does not count. */
  readonly idContains?: string;
  readonly nameContains?: string;
  readonly keyContains?: string;
  readonly lastModified?: TimeRange;
  /** Also entities that have a lock or messages but no state. */
  readonly includeTransient?: boolean;
}

export interface EntityQuery {
  readonly filter: EntityFilter;
  /** Ties are broken by instance id, in the same direction. */
  readonly orderBy: "instanceId" | "name" | "key" | "lastModifiedAt";
  readonly direction: "ascending" | "descending";
  readonly after?: { readonly value: number | string; readonly instanceId: string };
  readonly skip?: number;
  readonly limit: number;
  readonly withState: boolean;
}

export interface EntityView {
  readonly entity: Entity;
  /** Operations and lock requests not yet processed. */
  readonly backlog: number;
}
