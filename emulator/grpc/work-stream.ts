import type { ServerWritableStream } from "@grpc/grpc-js";
import type { Hub } from "../hub.ts";
import type { WorkItemEncoder } from "../work-item.ts";
import type { Worker } from "../workers.ts";
import type { GetWorkItemsRequest } from "./generated/orchestrator_service.ts";
import { filtersOf, limitsOf } from "./worker-calls.ts";

/** Clients take two minutes of silence for a dead stream, and proxies less. */
const pingMillis = 20_000;

/** Streams work items until the worker leaves; then its work is given back. */
export function streamWork(
  hub: Hub,
  call: ServerWritableStream<GetWorkItemsRequest, Uint8Array>,
  encoder: WorkItemEncoder,
): void {
  const worker: Worker = {
    limits: limitsOf(call.request),
    filters: filtersOf(call.request.workItemFilters),
    send: (item) => call.write(item),
  };
  const ping = () => call.write(encoder.healthPing());
  ping();
  const pings = setInterval(ping, pingMillis);
  const leave = () => {
    clearInterval(pings);
    hub.dispatcher.removeWorker(worker);
  };
  call.on("drain", () => hub.dispatcher.resume(worker));
  call.once("cancelled", leave);
  call.once("error", leave);
  call.once("close", leave);
  hub.dispatcher.addWorker(worker);
}
