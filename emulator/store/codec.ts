import type { FailureDetails, HistoryEvent } from "../core/history-event.ts";

/**
 * How events become bytes. A slice of history is a run of `OrchestratorRequest.pastEvents` fields
 * (tag 0x1a, length, event): sending history to a worker is joining slices, not encoding again.
 */
export interface Codec {
  readonly encodeEvent: (event: HistoryEvent) => Uint8Array;
  readonly decodeEvent: (bytes: Uint8Array) => HistoryEvent;
  readonly encodeHistory: (events: readonly HistoryEvent[]) => Uint8Array;
  readonly decodeHistory: (slice: Uint8Array) => readonly HistoryEvent[];
  readonly encodeFailure: (failure: FailureDetails) => Uint8Array;
  readonly decodeFailure: (bytes: Uint8Array) => FailureDetails;
}
