import type { Lease } from "../leases.ts";
import { Fault } from "./fault.ts";
import { status } from "./transport/status.ts";

/** An answer, or a part of one that is too large for one message. */
interface Chunk {
  readonly isPartial: boolean;
  readonly chunkIndex: number | undefined;
}

/** Answers of which a worker has sent some chunks and not the last; forgotten with their leases. */
export interface Chunks<Answer extends Chunk> {
  /**
   * The whole answer once its last chunk is there, else nothing. What came before changes nothing,
   * and the first chunk begins anew.
   * @throws {Fault} when the chunk before this one is missing
   */
  add(lease: Lease | undefined, chunk: Answer): Answer | undefined;
}

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
      const answer = before === undefined ? chunk : joined(before.answer, chunk);
      if (!chunk.isPartial) return answer;
      begun.set(lease, { answer, count: count + 1 });
      return undefined;
    },
  };
}

function missing({ token }: Lease, index: number, count: number): Fault {
  return new Fault(
    status.FAILED_PRECONDITION,
    `chunk ${index} of the answer to work item '${token}' came before chunk ${count}: ` +
      "send the chunks in order, from 0 on",
  );
}
