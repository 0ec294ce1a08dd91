import type { Lease } from "../../leases.ts";
import type { CompleteOrchestrationWorkItemRequest } from "../generated/backend_service.ts";

type Request = CompleteOrchestrationWorkItemRequest;

/** Answers of which a worker has sent some chunks and not the last; forgotten with their leases. */
export interface Chunks {
  /** The whole answer once its last chunk is there, else nothing. */
  add(lease: Lease | undefined, chunk: Request): Request | undefined;
}

export function createChunks(): Chunks {
  const partial = new WeakMap<Lease, Request>();
  return {
    add(lease, chunk) {
      // Without a lease there is nothing to answer, which the answer itself will be told.
      if (lease === undefined) return chunk;
      const before = chunk.chunkIndex ? partial.get(lease) : undefined;
      const request = before === undefined ? chunk : joined(before, chunk);
      partial.delete(lease);
      if (!chunk.isPartial) return request;
      partial.set(lease, request);
      return undefined;
    },
  };
}

// What is said once is said in the first chunk; the last says how the turn ends.
function joined(before: Request, chunk: Request): Request {
  return {
    ...chunk,
    newHistory: [...before.newHistory, ...chunk.newHistory],
    newTasks: [...before.newTasks, ...chunk.newTasks],
    newTimers: [...before.newTimers, ...chunk.newTimers],
    newMessages: [...before.newMessages, ...chunk.newMessages],
    customStatus: chunk.customStatus ?? before.customStatus,
    numEventsProcessed: before.numEventsProcessed,
    orchestrationTraceContext: before.orchestrationTraceContext ?? chunk.orchestrationTraceContext,
  };
}
