import type { FailureDetails, HistoryEvent, Tags } from "../core/history-event.ts";
import { millisOf } from "../core/instant.ts";
import type { Status } from "../core/status.ts";
import type { InstanceView } from "../store/reader.ts";

/**
 * What the page is told, as JSON. All times in milliseconds since 1970 by the scheduler's clock,
 * which a test may have moved; `now` in an answer lets the page count by that clock too.
 */
export interface OverviewView {
  readonly now: number;
  readonly version: string;
  readonly endpoint: string;
  readonly taskHubs: readonly string[];
}

export interface InstanceRow {
  readonly instanceId: string;
  readonly name: string;
  readonly version?: string;
  readonly status: Status;
  readonly createdAt: number;
  readonly lastUpdatedAt: number;
  readonly completedAt?: number;
  readonly scheduledStart?: number;
  readonly parentInstanceId?: string;
  readonly tags: Tags;
}

export interface ListView {
  readonly now: number;
  readonly rows: readonly InstanceRow[];
  /** Matching instances on all pages; of a search no more than 1,000 are counted. */
  readonly total: number;
  /** There are more than `total`. */
  readonly totalIsLeast: boolean;
  /** Passed as `after`, it answers the next page; absent on the last one. */
  readonly next?: string;
  /** All instances of the hub, whatever the filter. */
  readonly counts: Readonly<Record<Status, number>>;
}

export interface DetailView {
  readonly now: number;
  readonly instance: InstanceRow;
  readonly executionId: string;
  readonly historyLength: number;
  readonly parent?: { readonly instanceId: string; readonly name?: string };
  readonly input?: PayloadView;
  readonly output?: PayloadView;
  readonly customStatus?: PayloadView;
  readonly failure?: FailureDetails;
}

/** A payload, or its beginning when `text` is shorter than `length` (both in UTF-16 units). */
export interface PayloadView {
  readonly text: string;
  readonly length: number;
}

export type PayloadName = "input" | "output" | "customStatus";

export interface HistoryView {
  readonly now: number;
  readonly executionId: string;
  /** Events in the whole history. */
  readonly total: number;
  readonly from: number;
  readonly events: readonly HistoryEvent[];
}

export interface ChildrenView {
  readonly total: number;
  readonly children: readonly InstanceRow[];
}

/** What one server-sent event carries: instances that changed, or `all` when they were too many. */
export interface ChangesView {
  readonly instanceIds: readonly string[];
  readonly all: boolean;
}

export function rowOf({ orchestration }: InstanceView): InstanceRow {
  const { version, completedAt, scheduledStart } = orchestration;
  const parentInstanceId = orchestration.parent?.orchestrationInstance?.instanceId;
  return {
    instanceId: orchestration.instanceId,
    name: orchestration.name,
    status: orchestration.status,
    createdAt: orchestration.createdAt,
    lastUpdatedAt: orchestration.lastUpdatedAt,
    tags: orchestration.tags,
    ...(version !== undefined && { version }),
    ...(completedAt !== undefined && { completedAt }),
    ...(scheduledStart !== undefined && { scheduledStart: millisOf(scheduledStart) }),
    ...(parentInstanceId !== undefined && { parentInstanceId }),
  };
}

export function detailOf(view: InstanceView, now: number): DetailView {
  const { orchestration, payloads } = view;
  const parentId = orchestration.parent?.orchestrationInstance?.instanceId;
  const parentName = orchestration.parent?.name;
  const { failure } = payloads;
  return {
    now,
    instance: rowOf(view),
    executionId: orchestration.executionId,
    historyLength: orchestration.historyLength,
    ...(parentId !== undefined && {
      parent: { instanceId: parentId, ...(parentName !== undefined && { name: parentName }) },
    }),
    ...payloadViews(payloads),
    ...(failure !== undefined && { failure }),
  };
}

/** Enough to read; the whole of a payload is fetched when asked for. */
const payloadLengthMax = 32_768;

function payloadViews({ input, output, customStatus }: InstanceView["payloads"]) {
  return {
    ...(input !== undefined && { input: payloadView(input) }),
    ...(output !== undefined && { output: payloadView(output) }),
    ...(customStatus !== undefined && { customStatus: payloadView(customStatus) }),
  };
}

function payloadView(text: string): PayloadView {
  return { text: text.slice(0, payloadLengthMax), length: text.length };
}
