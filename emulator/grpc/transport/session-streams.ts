import type { ServerHttp2Session } from "node:http2";

/** Where Node's session keeps its streams; of its own making, so that it may be missing. */
interface SessionState {
  streams: Map<number, unknown>;
  pendingStreams: Set<unknown>;
}

/** So many calls of a session share a Map. */
const callCount = 256;

/**
 * To be told of each call of the session. Node keeps a session's streams in a Map, which keeps
 * those that have ended, too, until old garbage is collected: `PassingMap` says why, and does the
 * same. Where Node's state is not found nothing happens, and garbage costs what it did.
 */
export function streamsReplaced(session: ServerHttp2Session): () => void {
  const state = stateOf(session);
  let count = 0;
  return () => {
    count += 1;
    if (state === undefined || count < callCount) return;
    count = 0;
    state.streams = new Map(state.streams);
    state.pendingStreams = new Set(state.pendingStreams);
  };
}

function stateOf(session: ServerHttp2Session): SessionState | undefined {
  const symbols = Object.getOwnPropertySymbols(session);
  const symbol = symbols.find(({ description }) => description === "state");
  const state: unknown = symbol && Reflect.get(session, symbol);
  return isSessionState(state) ? state : undefined;
}

function isSessionState(state: unknown): state is SessionState {
  return (
    typeof state === "object" &&
    state !== null &&
    "streams" in state &&
    isIterable(state.streams) &&
    "pendingStreams" in state &&
    isIterable(state.pendingStreams)
  );
}

function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
