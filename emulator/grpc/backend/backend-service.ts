import type {
  ServerWritableStream,
  ServiceDefinition,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { Hub } from "../../hub.ts";
import type { Reader } from "../../store/reader.ts";
import type { WorkItemEncoder } from "../../work-item.ts";
import type { Admission } from "../admission.ts";
import { getInstance, startInstance, waitForCompletion } from "../client-calls.ts";
import { getEntity, nothingCleaned, queryEntities } from "../entity-calls.ts";
import {
  BackendServiceService,
  type CompleteEntityWorkItemRequest,
  type CompleteInstanceWorkItemResponse,
  type CompleteOrchestrationWorkItemRequest,
} from "../generated/backend_service.ts";
import type { Handlers } from "../handlers.ts";
import { type HistoryStream, streamHistory } from "../history-stream.ts";
import { purgeInstances, skipGracefulTerminations } from "../purge-calls.ts";
import { queryInstances } from "../query-calls.ts";
import { restartInstance } from "../rerun-calls.ts";
import { streamWork, type WorkStream, withEncodedItems, workerId } from "../work-stream.ts";
import { abandon } from "../worker-calls.ts";
import { addEvent, addEvents } from "./add-events.ts";
import { createChunks } from "./chunks.ts";
import { batches, turns } from "./commit-calls.ts";
import { completeActivity } from "./complete-activity.ts";
import { complete, completeInSession, release } from "./complete-work.ts";
import { getMetrics } from "./metrics.ts";
import { getRuntimeState } from "./runtime-state.ts";

type S = typeof BackendServiceService;
type Requests = { [Name in keyof S]: ReturnType<S[Name]["requestDeserialize"]> };
type SessionCall<Request> = ServerWritableStream<Request, CompleteInstanceWorkItemResponse>;

export const backendService: ServiceDefinition = {
  ...BackendServiceService,
  getWorkItems: withEncodedItems(BackendServiceService.getWorkItems),
};

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
): UntypedServiceImplementation {
  const chunks = createChunks();
  const whole = (hub: Hub, chunk: CompleteOrchestrationWorkItemRequest) =>
    chunks.add(hub.dispatcher.leaseOf(chunk.completionToken), chunk);
  return {
    ping: unary<object, object>(() => ({})),
    createInstance: unary((hub, request: Requests["createInstance"]) =>
      startInstance(hub, request, identifier),
    ),
    addEvent: unary(addEvent),
    addEvents: unary(addEvents),
    getInstance: unary(getInstance),
    waitForInstance: unary((hub, request: Requests["waitForInstance"], { signal, peer }) =>
      admission.wait(peer, () => waitForCompletion(hub, request, signal())),
    ),
    queryInstances: unary((hub, request: Requests["queryInstances"]) =>
      queryInstances(hub, request, reader),
    ),
    purgeInstances: unary((hub, request: Requests["purgeInstances"]) =>
      purgeInstances(hub, request, reader),
    ),
    restartInstance: unary((hub, request: Requests["restartInstance"]) =>
      restartInstance(hub, request, identifier),
    ),
    skipGracefulOrchestrationTerminations: unary(skipGracefulTerminations),
    getEntity: unary(getEntity),
    queryEntities: unary((hub, request: Requests["queryEntities"]) =>
      queryEntities(hub, request, reader),
    ),
    cleanEntityStorage: unary<object, object>(() => nothingCleaned),
    getOrchestrationRuntimeState: unary((hub, request: Requests["getOrchestrationRuntimeState"]) =>
      getRuntimeState(hub, request, reader),
    ),
    streamInstanceHistory: serverStreaming((hub, call: HistoryStream) =>
      streamHistory(hub, call, reader),
    ),
    getWorkItems: serverStreaming((hub, call: WorkStream) =>
      streamWork(hub, call, { encoder, admission }, { beginsTurns: true }),
    ),
    beginWorkerDrain: unary((hub, _: Requests["beginWorkerDrain"], { metadata }) => ({
      workerFound: hub.dispatcher.drain(workerId(metadata) ?? ""),
    })),
    getMetrics: unary(getMetrics),
    completeActivityWorkItem: unary(completeActivity),
    completeOrchestrationWorkItem: unary((hub, chunk: CompleteOrchestrationWorkItemRequest) => {
      const request = whole(hub, chunk);
      return request === undefined ? {} : complete(hub, turns, request);
    }),
    completeOrchestrationWorkItemWithExtendedSession: serverStreaming(
      (hub, call: SessionCall<CompleteOrchestrationWorkItemRequest>) =>
        completeInSession(hub, turns, call, whole(hub, call.request)),
    ),
    completeEntityWorkItem: unary((hub, request: CompleteEntityWorkItemRequest) =>
      complete(hub, batches, request),
    ),
    completeEntityWorkItemWithExtendedSession: serverStreaming(
      (hub, call: SessionCall<CompleteEntityWorkItemRequest>) =>
        completeInSession(hub, batches, call, call.request),
    ),
    abandonActivityWorkItem: unary(abandon),
    abandonOrchestrationWorkItem: unary(abandon),
    abandonEntityWorkItem: unary(abandon),
    releaseOrchestrationWorkItem: unary(release),
    releaseEntityWorkItem: unary(release),
  };
}
