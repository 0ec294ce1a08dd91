import { entityIdFault, entityIdOf, entityPrefixOf } from "../core/instance-id.ts";
import { instantOf, millisOf } from "../core/instant.ts";
import { oversize } from "../core/limits.ts";
import type { Hub } from "../hub.ts";
import type { EntityFilter, Reader } from "../store/reader.ts";
import { invalidArgument } from "./fault.ts";
import {
  type CleanEntityStorageResponse,
  type EntityBatchResult,
  EntityMetadata,
  type GetEntityRequest,
  type GetEntityResponse,
  type QueryEntitiesRequest,
  type QueryEntitiesResponse,
  type SignalEntityRequest,
} from "./generated/orchestrator_service.ts";
import { readPage } from "./page.ts";
import { pageSize, rangeOf } from "./query-calls.ts";

/** The id as it is kept; a refusal of what is none. */
export function checkedEntityId(instanceId: string): string {
  const fault = entityIdFault(instanceId);
  if (fault !== undefined) throw invalidArgument(fault);
  return entityIdOf(instanceId) ?? instanceId;
}

export async function signalEntity(hub: Hub, request: SignalEntityRequest): Promise<object> {
  const { name: operation, input, requestId, scheduledTime } = request;
  const fault = oversize("input", input);
  if (fault !== undefined) throw invalidArgument(fault);
  const value = { requestId, operation, scheduledTime, input, targetInstanceId: undefined };
  await hub.raise(
    checkedEntityId(request.instanceId),
    { $case: "entityOperationSignaled", value },
    { visibleAt: scheduledTime === undefined ? 0 : millisOf(scheduledTime) },
  );
  return {};
}

export async function getEntity(hub: Hub, request: GetEntityRequest): Promise<GetEntityResponse> {
  const state = await hub.readEntity(checkedEntityId(request.instanceId));
  const isThere = state?.entity.state !== undefined || state?.entity.lock !== undefined;
  if (state === undefined || !isThere) return { exists: false, entity: undefined };
  const { entity, inbox } = state;
  return {
    exists: true,
    entity: {
      instanceId: entity.instanceId,
      lastModifiedTime: instantOf(entity.lastModifiedAt),
      backlogQueueSize: inbox.length,
      lockedBy: entity.lock?.owner,
      serializedState: request.includeState ? entity.state : undefined,
    },
  };
}

export async function queryEntities(
  hub: Hub,
  { query }: QueryEntitiesRequest,
  reader: Reader,
): Promise<QueryEntitiesResponse> {
  const withState = query?.includeState ?? false;
  const filter: EntityFilter = {
    idPrefix: entityPrefixOf(query?.instanceIdStartsWith ?? ""),
    lastModified: rangeOf(query?.lastModifiedFrom, query?.lastModifiedTo),
    includeTransient: query?.includeTransient ?? false,
  };
  // An entity that is modified between two pages stays where it is: none is met twice.
  const orderBy = "instanceId";
  const page = await readPage(pageSize(query?.pageSize), query?.continuationToken, {
    read: (after, limit) =>
      reader.entities(hub.name, {
        ...{ filter, orderBy, direction: "ascending", limit, withState },
        ...(after && { after: { value: after.instanceId, instanceId: after.instanceId } }),
      }),
    endOf: ({ entity: { instanceId } }) => ({ value: 0, instanceId }),
    itemOf: ({ entity, backlog }): EntityMetadata => ({
      instanceId: entity.instanceId,
      lastModifiedTime: instantOf(entity.lastModifiedAt),
      backlogQueueSize: backlog,
      lockedBy: entity.lock?.owner,
      serializedState: entity.state,
    }),
    bytesOf: (entity) => EntityMetadata.encode(entity).finish().byteLength,
    isHeavy: withState,
  });
  return { entities: page.items, continuationToken: page.continuationToken };
}

/** Entities of which nothing is left vanish by themselves, and locks end with their owners. */
export const nothingCleaned: CleanEntityStorageResponse = {
  continuationToken: undefined,
  emptyEntitiesRemoved: 0,
  orphanedLocksReleased: 0,
};

/** A batch that failed as a whole, or whose state the worker lost, is handed out again later. */
export async function completeEntity(hub: Hub, result: EntityBatchResult): Promise<object> {
  const { completionToken: token, results, actions, entityState } = result;
  if (result.failureDetails !== undefined || result.requiresState) {
    hub.dispatcher.abandon(token);
    return {};
  }
  const work = hub.dispatcher.answer(token, "batch");
  if (work !== undefined) {
    await hub.executeOnEntity(work.instanceId, {
      type: "complete-batch",
      token,
      results,
      actions,
      entityState,
    });
  }
  return {};
}
