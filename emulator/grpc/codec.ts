import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { HistoryEvent } from "../core/history-event.ts";
import type { Codec } from "../store/codec.ts";
import { TaskFailureDetails, HistoryEvent as WireEvent } from "./generated/orchestrator_service.ts";
import { createRecentBytes } from "./recent-bytes.ts";
import { written } from "./writing.ts";

/** Field 3 of OrchestratorRequest, length-delimited: the frame around each event of a slice. */
const pastEventsTag = 0x1a;

// An event is encoded once: it is stored as a message, sent as a new event and kept as history
// with the same bytes. Events are immutable, so their identity is a sound key.
const encoded = createRecentBytes<HistoryEvent>();

function encodeEvent(event: HistoryEvent): Uint8Array {
  const known = encoded.get(event);
  if (known !== undefined) return known;
  const bytes = written((writer) => WireEvent.encode(event as WireEvent, writer));
  encoded.set(event, bytes);
  return bytes;
}

function decodeEvent(bytes: Uint8Array): HistoryEvent {
  const event: HistoryEvent = WireEvent.decode(bytes);
  encoded.set(event, bytes);
  return event;
}

// The memory keeps the slice that the store is given.
const slices = createRecentBytes<readonly HistoryEvent[]>();

function encodeHistory(events: readonly HistoryEvent[]): Uint8Array {
  const known = slices.get(events);
  if (known !== undefined) return known;
  const slice = written((writer) => {
    for (const event of events) writer.uint32(pastEventsTag).bytes(encodeEvent(event));
  });
  slices.set(events, slice);
  return slice;
}

function decodeHistory(slice: Uint8Array): readonly HistoryEvent[] {
  const reader = new BinaryReader(slice);
  const events: HistoryEvent[] = [];
  while (reader.pos < reader.len) {
    reader.uint32();
    events.push(decodeEvent(reader.bytes()));
  }
  return events;
}

/** The store's bytes are the wire's bytes. */
export const codec: Codec = {
  encodeEvent,
  decodeEvent,
  encodeHistory,
  decodeHistory,
  encodeFailure: (failure) => TaskFailureDetails.encode(failure as TaskFailureDetails).finish(),
  decodeFailure: (bytes) => TaskFailureDetails.decode(bytes),
};
