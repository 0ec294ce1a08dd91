import { failure } from "./core/failure.ts";
import type { Message } from "./core/message.ts";
import type { Codec } from "./store/codec.ts";

/**
 * A work item must stay below the 4 MiB that gRPC clients receive by default. What is left of
 * them is for the frame around the events.
 */
const eventBytesMax = 4 * 1024 * 1024 - 64 * 1024;

/** From this size on a worker that can fetch a history is left to do so. */
export const fetchedBytesMin = 1024 * 1024;

/** How many of the messages a work item has room for beside what fills it already. */
export function countThatFits(
  messages: readonly Message[],
  filled: number,
  { encodeEvent }: Pick<Codec, "encodeEvent">,
): number {
  let bytes = filled;
  for (const [index, message] of messages.entries()) {
    bytes += encodeEvent(message.event).byteLength;
    if (bytes > eventBytesMax) return index;
  }
  return Number.MAX_SAFE_INTEGER;
}

export function bytesOf(slices: readonly Uint8Array[]): number {
  return slices.reduce((bytes, slice) => bytes + slice.byteLength, 0);
}

/** What an orchestration fails with whose history and next event are too large together. */
export const tooLarge = failure(
  "HistoryTooLarge",
  "The history and the next event together exceed the 4 MiB that a work item may have. " +
    "Pass large data by reference, or shorten the history: continue as new, or sub-orchestrations.",
);
