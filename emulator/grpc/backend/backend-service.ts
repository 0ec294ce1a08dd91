import type { Hub } from "../../hub.ts";
import type { Reader } from "../../store/reader.ts";
import type { WorkItemEncoder } from "../../work-item.ts";
import type { Admission } from "../admission.ts";
import { createChunks } from "../chunks.ts";
import { getInstance, startInstance, waitForCompletion } from "../client-calls.ts";
import { getEntity, nothingCleaned, queryEntities } from "../entity-calls.ts";
import {
  BackendServiceDefinition,
  type CompleteOrchestrationWorkItemRequest,
} from "../generated/backend_service.ts";
import type { Handlers } from "../handlers.ts";
import { streamHistory } from "../history-stream.ts";
import { purgeInstances, skipGracefulTerminations } from "../purge-calls.ts";
import { queryInstances } from "../query-calls.ts";
import { restartInstance } from "../rerun-calls.ts";
import type { Served } from "../transport/routes.ts";
import { streamWork, workerId } from "../work-stream.ts";
import { abandon } from "../worker-calls.ts";
import { addEvent, addEvents } from "./add-events.ts";
import { batches, joined, turns } from "./commit-calls.ts";
import { completeActivity } from "./complete-activity.ts";
import { complete, completeInSession, release } from "./complete-work.ts";
import { getMetrics } from "./metrics.ts";
import { getRuntimeState } from "./runtime-state.ts";

export interface BackendPorts {
  readonly reader: Reader;
  readonly encoder: WorkItemEncoder;
  readonly identifier: () => string;
  readonly admission: Admission;
}

/**
 * The protocol of engines that compute histories themselves, above all the host of Durable
 * Functions. Clients' calls are those of the SDKs' protocol; the workers' calls have shapes of
 * their own, on the same hub.
 */
export function backendCalls(
  { unary, serverStreaming }: Handlers,
  { reader, encoder, identifier, admission }: BackendPorts,
): Served {
  const chunks = createChunks(joined);
  const whole = (hub: Hub, chunk: CompleteOrchestrationWorkItemRequest) =>
    chunks.add(hub.dispatcher.leaseOf(chunk.completionToken), chunk);
  const { methods: M } = BackendServiceDefinition;
  return [
    BackendServiceDefinition,
    [
      unary(M.ping, () => ({})),
      unary(M.createInstance, (hub, request) => startInstance(hub, request, identifier)),
      unary(M.addEvent, addEvent),
      unary(M.addEvents, addEvents),
      unary(M.getInstance, getInstance),
      unary(M.waitForInstance, (hub, request, { signal, peer }) =>
        admission.wait(peer, () => waitForCompletion(hub, request, signal())),
      ),
      unary(M.queryInstances, (hub, request) => queryInstances(hub, request, reader)),
      unary(M.purgeInstances, (hub, request) => purgeInstances(hub, request, reader)),
      unary(M.restartInstance, (hub, request) => restartInstance(hub, request, identifier)),
      unary(M.skipGracefulOrchestrationTerminations, skipGracefulTerminations),
      unary(M.getEntity, getEntity),
      unary(M.queryEntities, (hub, request) => queryEntities(hub, request, reader)),
      unary(M.cleanEntityStorage, () => nothingCleaned),
      unary(M.getOrchestrationRuntimeState, (hub, request) =>
        getRuntimeState(hub, request, reader),
      ),
      serverStreaming(M.streamInstanceHistory, (hub, call) => streamHistory(hub, call, reader)),
      serverStreaming(M.getWorkItems, (hub, call) =>
        streamWork(hub, call, { encoder, admission }, { beginsTurns: true }),
      ),
      unary(M.beginWorkerDrain, (hub, _, { metadata }) => ({
        workerFound: hub.dispatcher.drain(workerId(metadata) ?? ""),
      })),
      unary(M.getMetrics, getMetrics),
      unary(M.completeActivityWorkItem, completeActivity),
      unary(M.completeOrchestrationWorkItem, (hub, chunk) => {
        const request = whole(hub, chunk);
        return request === undefined ? {} : complete(hub, turns, request);
      }),
      serverStreaming(M.completeOrchestrationWorkItemWithExtendedSession, (hub, call) =>
        completeInSession(hub, turns, call, whole(hub, call.request)),
      ),
      unary(M.completeEntityWorkItem, (hub, request) => complete(hub, batches, request)),
      serverStreaming(M.completeEntityWorkItemWithExtendedSession, (hub, call) =>
        completeInSession(hub, batches, call, call.request),
      ),
      unary(M.abandonActivityWorkItem, abandon),
      unary(M.abandonOrchestrationWorkItem, abandon),
      unary(M.abandonEntityWorkItem, abandon),
      unary(M.releaseOrchestrationWorkItem, release),
      unary(M.releaseEntityWorkItem, release),
    ],
  ];
}
