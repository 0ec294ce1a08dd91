import {
  ActivityResponse,
  CreateInstanceRequest,
  EntityBatchResult,
  type OrchestratorAction,
  OrchestratorResponse,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { TaskHubSidecarServiceService as Service } from "../grpc/grpc-js-client.ts";

type Name = keyof typeof Service;

/** One call of the protocol and the bytes of a sound request for it. */
export interface Sample {
  readonly name: string;
  readonly path: string;
  readonly isStream: boolean;
  readonly bytes: Uint8Array;
}

const named = { name: "a", version: "1", input: "1", parentTraceContext: undefined, tags: {} };
const event = { eventId: -1, timestamp: { seconds: 1, nanos: 0 } };

/** One action of every kind. */
const bodies: readonly OrchestratorAction["orchestratorActionType"][] = [
  { $case: "scheduleTask", value: named },
  { $case: "createSubOrchestration", value: { ...named, instanceId: "fuzz-child" } },
  { $case: "createTimer", value: { fireAt: { seconds: 9, nanos: 1 } } },
  {
    $case: "sendEvent",
    value: { instance: { instanceId: "fuzz-1", executionId: undefined }, name: "go", data: "1" },
  },
  {
    $case: "terminateOrchestration",
    value: { instanceId: "fuzz-4", reason: "x", recurse: true },
  },
  {
    $case: "sendEntityMessage",
    value: {
      EntityMessageType: {
        $case: "entityLockRequested",
        value: {
          criticalSectionId: "c",
          lockSet: ["@counter@fuzz"],
          position: 0,
          parentInstanceId: undefined,
        },
      },
    },
  },
  {
    $case: "completeOrchestration",
    value: {
      orchestrationStatus: 2,
      result: "1",
      details: undefined,
      newVersion: "2",
      carryoverEvents: [
        { ...event, eventType: { $case: "eventRaised", value: { name: "go", input: "1" } } },
      ],
      failureDetails: undefined,
      tags: {},
    },
  },
];

/** A sound request of every call, to be spoiled. */
const samples: {
  readonly [Call in Name]: Parameters<(typeof Service)[Call]["requestSerialize"]>[0];
} = {
  hello: {},
  startInstance: {
    ...CreateInstanceRequest.create(),
    instanceId: "fuzz-1",
    name: "greet",
    input: '{"a":1}',
    tags: { team: "a" },
    scheduledStartTimestamp: { seconds: 4_000_000_000, nanos: 5 },
    parentTraceContext: { traceParent: "00-1-2-03", spanID: "2", traceState: "x=1" },
    orchestrationIdReusePolicy: { replaceableStatus: [1, 3, 5], action: 0 },
  },
  getInstance: { instanceId: "fuzz-1", getInputsAndOutputs: true },
  rewindInstance: { instanceId: "fuzz-1", reason: "why" },
  restartInstance: { instanceId: "fuzz-1", restartWithNewInstanceId: true },
  waitForInstanceStart: { instanceId: "fuzz-2", getInputsAndOutputs: true },
  waitForInstanceCompletion: { instanceId: "fuzz-3", getInputsAndOutputs: true },
  raiseEvent: { instanceId: "fuzz-1", name: "go", input: "1" },
  terminateInstance: { instanceId: "fuzz-2", output: '"x"', recursive: true },
  suspendInstance: { instanceId: "fuzz-1", reason: "why" },
  resumeInstance: { instanceId: "fuzz-1", reason: "why" },
  queryInstances: {
    query: {
      runtimeStatus: [0, 1, 6],
      createdTimeFrom: { seconds: 1, nanos: 2 },
      createdTimeTo: { seconds: 4_000_000_000, nanos: 2 },
      taskHubNames: ["default"],
      maxInstanceCount: 3,
      continuationToken: "WzEsImEiXQ",
      instanceIdPrefix: "fuzz",
      fetchInputsAndOutputs: true,
    },
  },
  listInstanceIds: {
    runtimeStatus: [1],
    completedTimeFrom: { seconds: 1, nanos: 2 },
    completedTimeTo: { seconds: 4_000_000_000, nanos: 2 },
    pageSize: 3,
    lastInstanceKey: "WzEsImEiXQ",
  },
  purgeInstances: {
    request: {
      $case: "purgeInstanceFilter",
      value: {
        createdTimeFrom: { seconds: 4_000_000_000, nanos: 2 },
        createdTimeTo: undefined,
        runtimeStatus: [1, 3],
        timeout: { seconds: 1, nanos: 0 },
      },
    },
    recursive: true,
    isOrchestration: true,
  },
  getWorkItems: {
    maxConcurrentOrchestrationWorkItems: 1,
    maxConcurrentActivityWorkItems: 1,
    maxConcurrentEntityWorkItems: 1,
    capabilities: [1],
    workItemFilters: {
      orchestrations: [{ name: "nothing", versions: ["1"] }],
      activities: [],
      entities: [{ name: "nothing" }],
    },
  },
  completeActivityTask: {
    ...ActivityResponse.create(),
    instanceId: "fuzz-1",
    taskId: 1,
    result: "1",
    completionToken: "foreign",
  },
  completeOrchestratorTask: {
    ...OrchestratorResponse.create(),
    instanceId: "fuzz-1",
    completionToken: "foreign",
    customStatus: '"x"',
    numEventsProcessed: 1,
    actions: bodies.map((body, id) => ({ id, orchestratorActionType: body })),
  },
  completeEntityTask: {
    ...EntityBatchResult.create(),
    completionToken: "foreign",
    entityState: "1",
  },
  streamInstanceHistory: {
    instanceId: "fuzz-1",
    executionId: undefined,
    forWorkItemProcessing: false,
  },
  createTaskHub: { recreateIfExists: false },
  deleteTaskHub: {},
  signalEntity: {
    instanceId: "@counter@fuzz",
    name: "add",
    input: "1",
    requestId: "r",
    scheduledTime: { seconds: 4_000_000_000, nanos: 1 },
    requestTime: { seconds: 1, nanos: 1 },
    parentTraceContext: undefined,
  },
  getEntity: { instanceId: "@counter@fuzz", includeState: true },
  queryEntities: {
    query: {
      instanceIdStartsWith: "@counter",
      lastModifiedFrom: { seconds: 1, nanos: 2 },
      lastModifiedTo: { seconds: 4_000_000_000, nanos: 2 },
      includeState: true,
      includeTransient: true,
      pageSize: 3,
      continuationToken: "WzEsImEiXQ",
    },
  },
  cleanEntityStorage: {
    continuationToken: "x",
    removeEmptyEntities: true,
    releaseOrphanedLocks: true,
  },
  abandonTaskActivityWorkItem: { completionToken: "foreign" },
  abandonTaskOrchestratorWorkItem: { completionToken: "foreign" },
  abandonTaskEntityWorkItem: { completionToken: "foreign" },
  skipGracefulOrchestrationTerminations: {
    instanceBatch: { instanceIds: ["fuzz-1", "fuzz-2"] },
    reason: "why",
  },
};

export const sampleRequests: readonly Sample[] = (Object.keys(samples) as Name[]).map(sampleOf);

function sampleOf(name: Name): Sample {
  const { path, responseStream: isStream } = Service[name];
  const serialize: (request: never) => Uint8Array = Service[name].requestSerialize;
  return { name, path, isStream, bytes: serialize(samples[name] as never) };
}
