import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { Hubs } from "../hubs.ts";
import type { Reader } from "../store/reader.ts";
import type { WorkItemEncoder } from "../work-item.ts";
import type { Admission } from "./admission.ts";
import { backendCalls, backendService } from "./backend/backend-service.ts";
import {
  getInstance,
  raise,
  startInstance,
  waitForCompletion,
  waitForStart,
} from "./client-calls.ts";
import {
  completeEntity,
  getEntity,
  nothingCleaned,
  queryEntities,
  signalEntity,
} from "./entity-calls.ts";
import { TaskHubSidecarServiceService } from "./generated/orchestrator_service.ts";
import { createHandlers, type Handlers, hubNameIn } from "./handlers.ts";
import { type HistoryStream, streamHistory } from "./history-stream.ts";
import { createTaskHub, deleteTaskHub } from "./hub-calls.ts";
import { purgeInstances, skipGracefulTerminations } from "./purge-calls.ts";
import { listInstanceIds, queryInstances } from "./query-calls.ts";
import { restartInstance, rewindInstance } from "./rerun-calls.ts";
import { sandboxActivities } from "./sandbox-activities.ts";
import { streamWork, type WorkStream, withEncodedItems } from "./work-stream.ts";
import { abandon, completeActivity, createTurnCompletion } from "./worker-calls.ts";

export interface GrpcServer {
  readonly port: number;
  /** Cuts all streams and calls; clients see UNAVAILABLE, and workers reconnect. */
  stop(): void;
}

export interface GrpcPorts {
  readonly hubs: Hubs;
  readonly reader: Reader;
  readonly encoder: WorkItemEncoder;
  readonly identifier: () => string;
  readonly admission: Admission;
  readonly log: (error: unknown) => void;
}

/** Requests may be this large: a turn's answer holds many payloads of up to 1 MB each. */
const requestBytesMax = 64 * 1024 * 1024;

const service: ServiceDefinition = {
  ...TaskHubSidecarServiceService,
  getWorkItems: withEncodedItems(TaskHubSidecarServiceService.getWorkItems),
};

export async function startGrpcServer(
  address: { readonly host: string; readonly port: number },
  ports: GrpcPorts,
): Promise<GrpcServer> {
  const server = new Server({
    "grpc.max_receive_message_length": requestBytesMax,
    "grpc.max_send_message_length": -1,
    // Idle streams of workers behind proxies are pinged by them as often as they like.
    "grpc.http2.min_ping_interval_without_data_ms": 1,
    "grpc.keepalive_permit_without_calls": 1,
  });
  const handlers = createHandlers(ports.hubs, ports.admission, ports.log);
  server.addService(service, sidecarCalls(handlers, ports));
  server.addService(backendService, backendCalls(handlers, ports));
  server.addService(sandboxActivities.definition, sandboxActivities.calls);
  const port = await bind(server, address);
  return {
    port,
    stop: () => server.forceShutdown(),
  };
}

function bind(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  const name = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(name, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(new Error(bindFault(host, port, error), { cause: error }));
    });
  });
}

// The server's own error lists the addresses it tried; what a person can do is here.
function bindFault(host: string, port: number, error: Error): string {
  return (
    `The gRPC port ${port} on ${host} cannot be had: another process may have it ` +
    `(${error.message}). Stop that process or choose another port (0 = any).`
  );
}

function sidecarCalls(
  { unary, answered, serverStreaming }: Handlers,
  { hubs, reader, encoder, identifier, admission }: GrpcPorts,
): UntypedServiceImplementation {
  const completeTurn = createTurnCompletion();
  const S = TaskHubSidecarServiceService;
  type Requests = { [Name in keyof typeof S]: ReturnType<(typeof S)[Name]["requestDeserialize"]> };
  return {
    hello: unary<object, object>(() => ({})),
    startInstance: unary((hub, request: Requests["startInstance"]) =>
      startInstance(hub, request, identifier),
    ),
    getInstance: unary(getInstance),
    waitForInstanceStart: unary((hub, request: Requests["getInstance"], { signal, peer }) =>
      admission.wait(peer, () => waitForStart(hub, request, signal())),
    ),
    waitForInstanceCompletion: unary((hub, request: Requests["getInstance"], { signal, peer }) =>
      admission.wait(peer, () => waitForCompletion(hub, request, signal())),
    ),
    raiseEvent: unary((hub, { instanceId, name, input }: Requests["raiseEvent"]) =>
      raise(hub, instanceId, { $case: "eventRaised", value: { name, input } }, "input", input),
    ),
    terminateInstance: unary(
      (hub, { instanceId, output: input, recursive: recurse }: Requests["terminateInstance"]) => {
        const value = { input, recurse };
        return raise(hub, instanceId, { $case: "executionTerminated", value }, "output", input);
      },
    ),
    suspendInstance: unary((hub, { instanceId, reason: input }: Requests["suspendInstance"]) =>
      raise(hub, instanceId, { $case: "executionSuspended", value: { input } }, "reason", input),
    ),
    resumeInstance: unary((hub, { instanceId, reason: input }: Requests["resumeInstance"]) =>
      raise(hub, instanceId, { $case: "executionResumed", value: { input } }, "reason", input),
    ),
    queryInstances: unary((hub, request: Requests["queryInstances"]) =>
      queryInstances(hub, request, reader),
    ),
    listInstanceIds: unary((hub, request: Requests["listInstanceIds"]) =>
      listInstanceIds(hub, request, reader),
    ),
    purgeInstances: unary((hub, request: Requests["purgeInstances"]) =>
      purgeInstances(hub, request, reader),
    ),
    skipGracefulOrchestrationTerminations: unary(skipGracefulTerminations),
    restartInstance: unary((hub, request: Requests["restartInstance"]) =>
      restartInstance(hub, request, identifier),
    ),
    completeActivityTask: unary(completeActivity),
    completeOrchestratorTask: unary(completeTurn),
    abandonTaskActivityWorkItem: unary(abandon),
    abandonTaskOrchestratorWorkItem: unary(abandon),
    completeEntityTask: unary(completeEntity),
    abandonTaskEntityWorkItem: unary(abandon),
    signalEntity: unary(signalEntity),
    getEntity: unary(getEntity),
    queryEntities: unary((hub, request: Requests["queryEntities"]) =>
      queryEntities(hub, request, reader),
    ),
    cleanEntityStorage: unary<object, object>(() => nothingCleaned),
    rewindInstance: unary(rewindInstance),
    createTaskHub: answered<Requests["createTaskHub"], object>(({ metadata, request }) =>
      createTaskHub(hubs, hubNameIn(metadata), request),
    ),
    deleteTaskHub: answered<object, object>(({ metadata }) =>
      deleteTaskHub(hubs, hubNameIn(metadata)),
    ),
    getWorkItems: serverStreaming((hub, call: WorkStream) =>
      streamWork(hub, call, { encoder, admission }, { beginsTurns: false }),
    ),
    streamInstanceHistory: serverStreaming((hub, call: HistoryStream) =>
      streamHistory(hub, call, reader),
    ),
  };
}
