import type { HistoryEvent } from "../core/history-event.ts";
import type { Hub } from "../hub.ts";
import type { Reader } from "../store/reader.ts";
import { codec } from "./codec.ts";
import type {
  HistoryChunk,
  StreamInstanceHistoryRequest,
} from "./generated/orchestrator_service.ts";
import type { StreamCall } from "./transport/call.ts";

export type HistoryStream = StreamCall<StreamInstanceHistoryRequest, HistoryChunk>;

/** A chunk is full at this size; one that a single large event fills stays below 4 MiB too. */
const chunkBytes = 256 * 1024;

/** How many events are read from the store at a time. */
const readLength = 50;

/**
 * Writes the committed history of the current execution. A missing instance, and an execution
 * that is not the current one, have none.
 */
export async function streamHistory(hub: Hub, call: HistoryStream, reader: Reader): Promise<void> {
  for await (const events of chunksOf(hub, call.request, reader)) {
    if (call.isOver) return;
    if (!call.write({ events: [...events] } as HistoryChunk)) await call.drained();
  }
  call.end();
}

async function* chunksOf(
  hub: Hub,
  { instanceId, executionId }: StreamInstanceHistoryRequest,
  reader: Reader,
): AsyncGenerator<readonly HistoryEvent[]> {
  const { orchestration } = (await hub.read(instanceId)) ?? {};
  if (
    orchestration === undefined ||
    (executionId ?? orchestration.executionId) !== orchestration.executionId
  )
    return;
  let chunk: HistoryEvent[] = [];
  let bytes = 0;
  for (let from = 0; from < orchestration.historyLength; from += readLength) {
    for (const event of await reader.history(hub.name, instanceId, from, readLength)) {
      chunk.push(event);
      bytes += codec.encodeEvent(event).byteLength;
      if (bytes < chunkBytes) continue;
      yield chunk;
      chunk = [];
      bytes = 0;
    }
  }
  if (chunk.length > 0) yield chunk;
}
