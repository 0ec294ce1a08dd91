import { type Instant, millisOf } from "../core/instant.ts";
import { isTerminal, type Status, statuses, statusOfNumber } from "../core/status.ts";
import type { Hub } from "../hub.ts";
import type { InstanceView, Reader, TimeRange } from "../store/reader.ts";
import {
  type ListInstanceIdsRequest,
  type ListInstanceIdsResponse,
  OrchestrationState,
  type QueryInstancesRequest,
  type QueryInstancesResponse,
} from "./generated/orchestrator_service.ts";
import { instanceState } from "./instance-state.ts";
import { pageEnd, tokenAfter } from "./page-token.ts";

const defaultPageSize = 100;
const pageSizeMax = 1_000;
/** A page stays below the 4 MiB that clients receive by default. */
const pageBytesMax = 3 * 1024 * 1024;

export async function queryInstances(
  hub: Hub,
  { query }: QueryInstancesRequest,
  reader: Reader,
): Promise<QueryInstancesResponse> {
  const size = pageSize(query?.maxInstanceCount);
  const after = pageEnd(query?.continuationToken);
  if (asksForNothingStored(query?.runtimeStatus ?? [])) return emptyPage;
  const views = await reader.instances(hub.name, {
    filter: {
      statuses: storedStatuses(query?.runtimeStatus ?? []),
      created: rangeOf(query?.createdTimeFrom, query?.createdTimeTo),
      idPrefix: query?.instanceIdPrefix ?? "",
    },
    orderBy: "createdAt",
    direction: "ascending",
    ...(after === undefined ? {} : { after }),
    limit: size + 1,
    withPayloads: query?.fetchInputsAndOutputs ?? false,
  });
  const page = fitting(views.slice(0, size));
  return {
    orchestrationState: page,
    continuationToken: tokenAfter(page.length, views, ({ orchestration }) => ({
      value: orchestration.createdAt,
      instanceId: orchestration.instanceId,
    })),
  };
}

const emptyPage: QueryInstancesResponse = {
  orchestrationState: [],
  continuationToken: undefined,
};

/** As many as fit into one message; always one, so that paging goes on. */
function fitting(views: readonly InstanceView[]): OrchestrationState[] {
  const page: OrchestrationState[] = [];
  let bytes = 0;
  for (const view of views) {
    const state = instanceState(view.orchestration, view.payloads);
    bytes += OrchestrationState.encode(state).finish().byteLength;
    if (bytes > pageBytesMax && page.length > 0) break;
    page.push(state);
  }
  return page;
}

export async function listInstanceIds(
  hub: Hub,
  request: ListInstanceIdsRequest,
  reader: Reader,
): Promise<ListInstanceIdsResponse> {
  const size = pageSize(request.pageSize);
  const after = pageEnd(request.lastInstanceKey);
  const asked = storedStatuses(request.runtimeStatus).filter(isTerminal);
  const views = await reader.instances(hub.name, {
    filter: {
      statuses: asked.length > 0 ? asked : statuses.filter(isTerminal),
      completed: rangeOf(request.completedTimeFrom, request.completedTimeTo),
    },
    orderBy: "completedAt",
    direction: "ascending",
    ...(after === undefined ? {} : { after }),
    limit: size + 1,
    withPayloads: false,
  });
  return {
    instanceIds: views.slice(0, size).map(({ orchestration }) => orchestration.instanceId),
    lastInstanceKey: tokenAfter(size, views, ({ orchestration }) => ({
      value: orchestration.completedAt ?? 0,
      instanceId: orchestration.instanceId,
    })),
  };
}

export function pageSize(asked: number | undefined): number {
  return Math.min(asked && asked > 0 ? asked : defaultPageSize, pageSizeMax);
}

export function storedStatuses(numbers: readonly number[]): readonly Status[] {
  return numbers.map(statusOfNumber).filter((status): status is Status => status !== undefined);
}

// Canceled and continued-as-new are in the protocol, but no instance is ever stored in them.
function asksForNothingStored(numbers: readonly number[]): boolean {
  return numbers.length > 0 && storedStatuses(numbers).length === 0;
}

export function rangeOf(from: Instant | undefined, to: Instant | undefined): TimeRange {
  return {
    ...(from === undefined ? {} : { from: millisOf(from) }),
    // Both ends of the protocol's ranges belong to them.
    ...(to === undefined ? {} : { to: millisOf(to) + 1 }),
  };
}
