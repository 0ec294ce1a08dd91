import type { Hub } from "../hub.ts";
import type { WorkItemEncoder } from "../work-item.ts";
import type { Worker } from "../workers.ts";
import type { Admission } from "./admission.ts";
import { type GetWorkItemsRequest, WorkerCapability } from "./generated/orchestrator_service.ts";
import { unknownHub } from "./hub-calls.ts";
import type { StreamCall } from "./transport/call.ts";
import type { Metadata } from "./transport/metadata.ts";
import { filtersOf, limitsOf } from "./worker-calls.ts";

/** Work items reach the stream as frames that are written already. */
export type WorkStream = StreamCall<GetWorkItemsRequest, never>;

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
  const close = admission.openStream(call.peer);
  const worker: Worker = {
    ...describe(call),
    beginsTurns,
    limits: limitsOf(call.request),
    fetchesHistory: call.request.capabilities.includes(streamsHistory),
    filters: filtersOf(call.request.workItemFilters),
    send(item) {
      const hasRoom = call.writeFrame(item);
      if (!hasRoom) void call.drained().then(() => hub.dispatcher.resume(worker));
      return hasRoom;
    },
  };
  // A stream that is full is not silent for want of a ping.
  const ping = () => call.isFull || call.writeFrame(encoder.healthPing());
  ping();
  const pings = setInterval(ping, pingMillis);
  // A worker that learns so goes on trying, and finds the hub if it is created again.
  const dismiss = () => call.fail(unknownHub(hub.name));
  hub.closed.addEventListener("abort", dismiss);
  call.onceOver(() => {
    close();
    hub.closed.removeEventListener("abort", dismiss);
    clearInterval(pings);
    hub.dispatcher.removeWorker(worker);
  });
  hub.dispatcher.addWorker(worker);
}

/** SDKs that send no name of their own are told apart by their connections. */
function describe(call: WorkStream) {
  return {
    id: workerId(call.metadata) ?? call.peer,
    userAgent: call.metadata.get("x-user-agent") ?? call.metadata.get("user-agent"),
    runsSchedules: call.request.capabilities.includes(schedules),
  };
}

const schedules = WorkerCapability.WORKER_CAPABILITY_SCHEDULED_TASKS;

/** What the caller calls itself; streams and calls of one worker say the same. */
export function workerId(metadata: Metadata): string | undefined {
  return metadata.get("workerid") || undefined;
}
