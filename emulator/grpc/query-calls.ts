import { exactMillisOf, type Instant } from "../core/instant.ts";
import { isTerminal, type Status, statuses, statusOfNumber } from "../core/status.ts";
import type { Hub } from "../hub.ts";
import type { InstanceFilter, Reader, TimeRange } from "../store/reader.ts";
import {
  type ListInstanceIdsRequest,
  type ListInstanceIdsResponse,
  OrchestrationState,
  type QueryInstancesRequest,
  type QueryInstancesResponse,
} from "./generated/orchestrator_service.ts";
import { instanceState } from "./instance-state.ts";
import { readPage } from "./page.ts";

const defaultPageSize = 100;
const pageSizeMax = 1_000;

export async function queryInstances(
  hub: Hub,
  { query }: QueryInstancesRequest,
  reader: Reader,
): Promise<QueryInstancesResponse> {
  if (asksForNothingStored(query?.runtimeStatus ?? [])) return emptyPage;
  const withPayloads = query?.fetchInputsAndOutputs ?? false;
  const filter: InstanceFilter = {
    statuses: storedStatuses(query?.runtimeStatus ?? []),
    created: rangeOf(query?.createdTimeFrom, query?.createdTimeTo),
    idPrefix: query?.instanceIdPrefix ?? "",
  };
  const orderBy = "createdAt";
  const page = await readPage(pageSize(query?.maxInstanceCount), query?.continuationToken, {
    read: (after, limit) =>
      reader.instances(hub.name, {
        ...{ filter, orderBy, direction: "ascending", limit, withPayloads },
        ...(after && { after }),
      }),
    endOf: ({ orchestration: { createdAt, instanceId } }) => ({ value: createdAt, instanceId }),
    itemOf: ({ orchestration, payloads }) => instanceState(orchestration, payloads),
    bytesOf: (state) => OrchestrationState.encode(state).finish().byteLength,
    isHeavy: withPayloads,
  });
  return { orchestrationState: page.items, continuationToken: page.continuationToken };
}

const emptyPage: QueryInstancesResponse = {
  orchestrationState: [],
  continuationToken: undefined,
};

export async function listInstanceIds(
  hub: Hub,
  request: ListInstanceIdsRequest,
  reader: Reader,
): Promise<ListInstanceIdsResponse> {
  const asked = storedStatuses(request.runtimeStatus).filter(isTerminal);
  const filter: InstanceFilter = {
    statuses: asked.length > 0 ? asked : statuses.filter(isTerminal),
    completed: rangeOf(request.completedTimeFrom, request.completedTimeTo),
  };
  const orderBy = "completedAt";
  const page = await readPage(pageSize(request.pageSize), request.lastInstanceKey, {
    read: (after, limit) =>
      reader.instances(hub.name, {
        ...{ filter, orderBy, direction: "ascending", limit, withPayloads: false },
        ...(after && { after }),
      }),
    endOf: ({ orchestration: { completedAt = 0, instanceId } }) => ({
      value: completedAt,
      instanceId,
    }),
    itemOf: ({ orchestration }) => orchestration.instanceId,
    bytesOf: Buffer.byteLength,
    isHeavy: false,
  });
  return { instanceIds: page.items, lastInstanceKey: page.continuationToken };
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
    ...(from === undefined ? {} : { from: exactMillisOf(from) }),
    ...(to === undefined ? {} : { to: exactMillisOf(to) + finenessOf(to) }),
  };
}

// Both ends of the protocol's ranges belong to them. Some clients know no time finer than a
// millisecond and mean all of it; to others two microseconds are two times.
function finenessOf({ nanos }: Instant): number {
  return nanos % 1_000_000 === 0 ? 1 : 0.001;
}
