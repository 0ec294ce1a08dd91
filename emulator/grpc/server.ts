import type { Hubs } from "../hubs.ts";
import type { Reader } from "../store/reader.ts";
import type { WorkItemEncoder } from "../work-item.ts";
import type { Admission } from "./admission.ts";
import { backendCalls } from "./backend/backend-service.ts";
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
import { TaskHubSidecarServiceDefinition } from "./generated/orchestrator_service.ts";
import { createHandlers, type Handlers, hubNameIn } from "./handlers.ts";
import { streamHistory } from "./history-stream.ts";
import { createTaskHub, deleteTaskHub } from "./hub-calls.ts";
import { purgeInstances, skipGracefulTerminations } from "./purge-calls.ts";
import { listInstanceIds, queryInstances } from "./query-calls.ts";
import { restartInstance, rewindInstance } from "./rerun-calls.ts";
import { sandboxActivities } from "./sandbox-activities.ts";
import { listen } from "./transport/listen.ts";
import { routesOf, type Served } from "./transport/routes.ts";
import { streamWork } from "./work-stream.ts";
import { abandon, completeActivity, createTurnCompletion } from "./worker-calls.ts";

export interface GrpcServer {
  readonly port: number;
  /** Ends all calls and streams: clients see UNAVAILABLE, and workers reconnect. */
  stop(): Promise<void>;
}

export interface GrpcPorts {
  readonly hubs: Hubs;
  readonly reader: Reader;
  readonly encoder: WorkItemEncoder;
  readonly identifier: () => string;
  readonly admission: Admission;
  readonly log: (error: unknown) => void;
}

export async function startGrpcServer(address: GrpcAddress, ports: GrpcPorts): Promise<GrpcServer> {
  const handlers = createHandlers(ports.hubs, ports.admission, ports.log);
  const routes = routesOf(
    sidecarCalls(handlers, ports),
    backendCalls(handlers, ports),
    sandboxActivities,
  );
  const { port, close } = await listen(address, {
    ...ports.admission,
    routes,
    log: ports.log,
  }).catch((error) => {
    throw bindFault(address, error);
  });
  return { port, stop: close };
}

interface GrpcAddress {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

function bindFault({ host, port }: GrpcAddress, cause: Error): Error {
  return new Error(
    `The gRPC port ${port} on ${host} cannot be had: another process may have it ` +
      `(${cause.message}). Stop that process or choose another port (0 = any).`,
    { cause },
  );
}

function sidecarCalls(
  { unary, answered, serverStreaming }: Handlers,
  { hubs, reader, encoder, identifier, admission }: GrpcPorts,
): Served {
  const { methods: M } = TaskHubSidecarServiceDefinition;
  return [
    TaskHubSidecarServiceDefinition,
    [
      unary(M.hello, () => ({})),
      unary(M.startInstance, (hub, request) => startInstance(hub, request, identifier)),
      unary(M.getInstance, getInstance),
      unary(M.waitForInstanceStart, (hub, request, { signal, peer }) =>
        admission.wait(peer, () => waitForStart(hub, request, signal())),
      ),
      unary(M.waitForInstanceCompletion, (hub, request, { signal, peer }) =>
        admission.wait(peer, () => waitForCompletion(hub, request, signal())),
      ),
      unary(M.raiseEvent, (hub, { instanceId, name, input }) =>
        raise(hub, instanceId, { $case: "eventRaised", value: { name, input } }, "input", input),
      ),
      unary(M.terminateInstance, (hub, { instanceId, output: input, recursive: recurse }) => {
        const value = { input, recurse };
        return raise(hub, instanceId, { $case: "executionTerminated", value }, "output", input);
      }),
      unary(M.suspendInstance, (hub, { instanceId, reason: input }) =>
        raise(hub, instanceId, { $case: "executionSuspended", value: { input } }, "reason", input),
      ),
      unary(M.resumeInstance, (hub, { instanceId, reason: input }) =>
        raise(hub, instanceId, { $case: "executionResumed", value: { input } }, "reason", input),
      ),
      unary(M.queryInstances, (hub, request) => queryInstances(hub, request, reader)),
      unary(M.listInstanceIds, (hub, request) => listInstanceIds(hub, request, reader)),
      unary(M.purgeInstances, (hub, request) => purgeInstances(hub, request, reader)),
      unary(M.skipGracefulOrchestrationTerminations, skipGracefulTerminations),
      unary(M.restartInstance, (hub, request) => restartInstance(hub, request, identifier)),
      unary(M.completeActivityTask, completeActivity),
      unary(M.completeOrchestratorTask, createTurnCompletion()),
      unary(M.abandonTaskActivityWorkItem, abandon),
      unary(M.abandonTaskOrchestratorWorkItem, abandon),
      unary(M.completeEntityTask, completeEntity),
      unary(M.abandonTaskEntityWorkItem, abandon),
      unary(M.signalEntity, signalEntity),
      unary(M.getEntity, getEntity),
      unary(M.queryEntities, (hub, request) => queryEntities(hub, request, reader)),
      unary(M.cleanEntityStorage, () => nothingCleaned),
      unary(M.rewindInstance, rewindInstance),
      answered(M.createTaskHub, ({ metadata, request }) =>
        createTaskHub(hubs, hubNameIn(metadata), request),
      ),
      answered(M.deleteTaskHub, ({ metadata }) => deleteTaskHub(hubs, hubNameIn(metadata))),
      serverStreaming(M.getWorkItems, (hub, call) =>
        streamWork(hub, call, { encoder, admission }, { beginsTurns: false }),
      ),
      serverStreaming(M.streamInstanceHistory, (hub, call) => streamHistory(hub, call, reader)),
    ],
  ];
}
