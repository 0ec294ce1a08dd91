import type { Lease } from "../leases.ts";
import { Fault } from "./fault.ts";
import type { OrchestratorResponse } from "./generated/orchestrator_service.ts";
import { status } from "./transport/status.ts";

/** An answer, or a part of one that is too large for one message. */
type Chunk = Pick<OrchestratorResponse, "isPartial" | "chunkIndex" | keyof SaidOnce>;

/** What no chunk but one need say. */
type SaidOnce = Pick<
  OrchestratorResponse,
  "customStatus" | "numEventsProcessed" | "orchestrationTraceContext"
>;

/** Answers of which a worker has sent some chunks and not the last; forgotten with their leases. */
export interface Chunks<Answer extends Chunk> {
  /**
   * The whole answer once its last chunk is there, else nothing. What came before changes nothing,
   * and the first chunk begins anew.
   * @throws {Fault} when the chunk before this one is missing
   */
  add(lease: Lease | undefined, chunk: Answer): Answer | undefined;
}

/** `joined` is the later chunk with the lists of both. */
export function createChunks<Answer extends Chunk>(
  joined: (before: Answer, chunk: Answer) => Answer,
): Chunks<Answer> {
  const begun = new WeakMap<Lease, { readonly answer: Answer; readonly count: number }>();
  return {
    add(lease, chunk) {
      // Without a lease there is nothing to answer, which the answer itself will be told.
      if (lease === undefined) return chunk;
      const index = chunk.chunkIndex ?? 0;
      const before = index === 0 ? undefined : begun.get(lease);
      const count = before?.count ?? 0;
      if (index < count) return undefined;
      if (index > count) throw missing(lease, index, count);
      const answer =
        before === undefined ? chunk : withSaidOnce(before.answer, joined(before.answer, chunk));
      if (!chunk.isPartial) return answer;
      begun.set(lease, { answer, count: count + 1 });
      return undefined;
    },
  };
}

/** What is said once is said in the first chunk; a status may be repeated. */
function withSaidOnce<Answer extends Chunk>(before: Answer, answer: Answer): Answer {
  const said: SaidOnce = {
    customStatus: answer.customStatus ?? before.customStatus,
    numEventsProcessed: before.numEventsProcessed,
    orchestrationTraceContext: before.orchestrationTraceContext ?? answer.orchestrationTraceContext,
  };
  return { ...answer, ...said };
}

function missing({ token }: Lease, index: number, count: number): Fault {
  return new Fault(
    status.FAILED_PRECONDITION,
    `chunk ${index} of the answer to work item '${token}' came before chunk ${count}: ` +
      "send the chunks in order, from 0 on",
  );
}
