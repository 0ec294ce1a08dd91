import type { Metadata, ServerWritableStream } from "@grpc/grpc-js";
import type { Hub } from "../hub.ts";
import type { WorkItemEncoder } from "../work-item.ts";
import type { Worker } from "../workers.ts";
import type { Admission } from "./admission.ts";
import { endStream } from "./fault.ts";
import { type GetWorkItemsRequest, WorkerCapability } from "./generated/orchestrator_service.ts";
import { unknownHub } from "./hub-calls.ts";
import { filtersOf, limitsOf } from "./worker-calls.ts";

export type WorkStream = ServerWritableStream<GetWorkItemsRequest, Uint8Array>;

/** Work items reach the stream as bytes that exist already. */
export function withEncodedItems<Definition extends object>(definition: Definition) {
  return {
    ...definition,
    responseSerialize: (item: Uint8Array) => Buffer.from(item.buffer, item.byteOffset, item.length),
  };
}

/** Clients take two minutes of silence for a dead stream, and proxies less. */
const pingMillis = 20_000;

const streamsHistory = WorkerCapability.WORKER_CAPABILITY_HISTORY_STREAMING;

/** Streams work items until the worker leaves; then its work is given back. */
export function streamWork(
  hub: Hub,
  call: WorkStream,
  { encoder, admission }: { readonly encoder: WorkItemEncoder; readonly admission: Admission },
  { beginsTurns }: Pick<Worker, "beginsTurns">,
): void {
  const close = admission.openStream(call.getPeer());
  const worker: Worker = {
    ...describe(call),
    beginsTurns,
    limits: limitsOf(call.request),
    fetchesHistory: call.request.capabilities.includes(streamsHistory),
    filters: filtersOf(call.request.workItemFilters),
    send: (item) => call.write(item),
  };
  const ping = () => call.write(encoder.healthPing());
  ping();
  const pings = setInterval(ping, pingMillis);
  // A worker that learns so goes on trying, and finds the hub if it is created again.
  const dismiss = () => endStream(call, unknownHub(hub.name));
  hub.closed.addEventListener("abort", dismiss);
  const leave = () => {
    close();
    hub.closed.removeEventListener("abort", dismiss);
    clearInterval(pings);
    hub.dispatcher.removeWorker(worker);
  };
  call.on("drain", () => hub.dispatcher.resume(worker));
  call.once("cancelled", leave);
  call.once("error", leave);
  call.once("close", leave);
  hub.dispatcher.addWorker(worker);
}

/** SDKs that send no name of their own are told apart by their connections. */
function describe(call: WorkStream) {
  const sent = (name: string) => call.metadata.get(name)[0]?.toString();
  return {
    id: workerId(call.metadata) ?? call.getPeer(),
    userAgent: sent("x-user-agent") ?? sent("user-agent"),
    runsSchedules: call.request.capabilities.includes(schedules),
  };
}

const schedules = WorkerCapability.WORKER_CAPABILITY_SCHEDULED_TASKS;

/** What the caller calls itself; streams and calls of one worker say the same. */
export function workerId(metadata: Metadata): string | undefined {
  return metadata.get("workerid")[0]?.toString() || undefined;
}
