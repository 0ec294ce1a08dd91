import { isEntityId } from "../core/instance-id.ts";
import { millisOf } from "../core/instant.ts";
import { isTerminal, statuses } from "../core/status.ts";
import { forceTerminate } from "../force-terminate.ts";
import type { Hub } from "../hub.ts";
import { purge } from "../purge.ts";
import type { Reader } from "../store/reader.ts";
import { invalidArgument } from "./fault.ts";
import type {
  PurgeInstanceFilter,
  PurgeInstancesRequest,
  PurgeInstancesResponse,
  SkipGracefulOrchestrationTerminationsRequest,
  SkipGracefulOrchestrationTerminationsResponse,
} from "./generated/orchestrator_service.ts";
import { rangeOf, storedStatuses } from "./query-calls.ts";

const batchLengthMax = 500;

/** Missing and live instances are not counted, and no error. */
export async function purgeInstances(
  hub: Hub,
  { request, recursive, isOrchestration }: PurgeInstancesRequest,
  reader: Reader,
): Promise<PurgeInstancesResponse> {
  const purgeAll = (ids: readonly string[]) => purgeEach(hub, ids, recursive, reader);
  switch (request?.$case) {
    case "instanceId": {
      const isOther = isOrchestration && isEntityId(request.value);
      return done(isOther ? 0 : await purgeAll([request.value]));
    }
    case "instanceBatch":
      return done(await purgeAll(checkedBatch(request.value.instanceIds)));
    case "purgeInstanceFilter":
      return purgeMatching(hub, request.value, reader, purgeAll);
    case undefined:
      throw invalidArgument("Nothing is named to purge: give an instance id, a batch or a filter.");
  }
}

function done(deletedInstanceCount: number): PurgeInstancesResponse {
  return { deletedInstanceCount, isComplete: true };
}

async function purgeEach(
  hub: Hub,
  instanceIds: readonly string[],
  recursive: boolean,
  reader: Reader,
): Promise<number> {
  let count = 0;
  for (const instanceId of instanceIds) {
    const purged = await purge(hub, reader, instanceId, recursive);
    if (purged.ok) count += purged.count;
  }
  return count;
}

async function purgeMatching(
  hub: Hub,
  filter: PurgeInstanceFilter,
  reader: Reader,
  purgeAll: (ids: readonly string[]) => Promise<number>,
): Promise<PurgeInstancesResponse> {
  const asked = storedStatuses(filter.runtimeStatus).filter(isTerminal);
  if (filter.runtimeStatus.length > 0 && asked.length === 0) return done(0);
  const deadline =
    filter.timeout === undefined
      ? Number.POSITIVE_INFINITY
      : performance.now() + millisOf(filter.timeout);
  let deletedInstanceCount = 0;
  for (;;) {
    const views = await reader.instances(hub.name, {
      filter: {
        statuses: asked.length > 0 ? asked : statuses.filter(isTerminal),
        created: rangeOf(filter.createdTimeFrom, filter.createdTimeTo),
      },
      orderBy: "createdAt",
      direction: "ascending",
      limit: 100,
      withPayloads: false,
    });
    if (views.length === 0) return done(deletedInstanceCount);
    if (performance.now() > deadline) return { deletedInstanceCount, isComplete: false };
    const count = await purgeAll(views.map((view) => view.orchestration.instanceId));
    // What cannot be purged was restarted meanwhile: it would be found again and again.
    if (count === 0) return { deletedInstanceCount, isComplete: false };
    deletedInstanceCount += count;
  }
}

/** Answers with the ids that were not terminated: missing, ended, entities, holders of a lock. */
export async function skipGracefulTerminations(
  hub: Hub,
  { instanceBatch, reason }: SkipGracefulOrchestrationTerminationsRequest,
): Promise<SkipGracefulOrchestrationTerminationsResponse> {
  const unterminatedInstanceIds: string[] = [];
  for (const instanceId of checkedBatch(instanceBatch?.instanceIds ?? [])) {
    const ended = await forceTerminate(hub, instanceId, reason);
    if (!ended.ok) unterminatedInstanceIds.push(instanceId);
  }
  return { unterminatedInstanceIds };
}

function checkedBatch(instanceIds: readonly string[]): readonly string[] {
  if (instanceIds.length <= batchLengthMax) return instanceIds;
  throw invalidArgument(
    `instanceBatch has ${instanceIds.length} ids; at most ${batchLengthMax} are allowed.`,
  );
}
