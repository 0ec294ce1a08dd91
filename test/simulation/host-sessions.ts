import type { HistoryEvent } from "../../emulator/core/history-event.ts";
import type { SessionCall } from "../../emulator/grpc/backend/complete-work.ts";

/** The sessions of one host: the work that it has answered and keeps in its memory. */
export interface HostSessions {
  /** From now on, what arrives for this work goes on from what the host has just computed. */
  keep(token: string, receive: (events: readonly HistoryEvent[]) => void): HostSession;
  /** The host answers and keeps nothing. */
  forget(token: string): void;
  /** Whether the host has answered again since, under the same token. */
  isPast(session: HostSession): boolean;
  /** The host cancels the stream of one that has any; false when none has. */
  cancelOne(pick: <Item>(items: readonly Item[]) => Item): boolean;
  cancelAll(): void;
}

/** One answer of the host, and the stream on which more may come. */
export interface HostSession {
  readonly token: string;
  /** Sends the answer. The host that sends it again has lost the stream that it had. */
  call<Request>(request: Request, onResponse: () => void): SimulatedCall<Request>;
}

export interface SimulatedCall<Request> extends SessionCall<Request> {
  cancel(): void;
}

interface Kept extends HostSession {
  stream: SimulatedCall<unknown> | undefined;
}

export function createHostSessions(): HostSessions {
  const kept = new Map<string, Kept>();
  /** The last answer under each token; none that is kept where nothing is. */
  const latest = new Map<string, HostSession | undefined>();

  function cancel(session: Kept): void {
    if (kept.get(session.token) === session) kept.delete(session.token);
    session.stream?.cancel();
  }

  return {
    keep(token, receive) {
      const session: Kept = {
        token,
        stream: kept.get(token)?.stream,
        call(request, onResponse) {
          const call = simulatedCall(request, {
            onWrite({ request: part }) {
              if (part?.$case === "newMessages") receive(part.value.events);
              else onResponse();
            },
            onEnd() {
              if (session.stream === call && kept.get(token) === session) kept.delete(token);
            },
          });
          session.stream = call;
          return call;
        },
      };
      kept.set(token, session);
      latest.set(token, session);
      return session;
    },
    forget(token) {
      kept.delete(token);
      latest.set(token, undefined);
    },
    isPast: (session) => latest.get(session.token) !== session,
    cancelOne(pick) {
      const open = [...kept.values()].filter(({ stream }) => stream !== undefined);
      if (open.length === 0) return false;
      cancel(pick(open));
      return true;
    },
    cancelAll() {
      for (const session of [...kept.values()]) cancel(session);
    },
  };
}

type Part = Parameters<SessionCall<unknown>["write"]>[0];

interface CallRules {
  readonly onWrite: (response: Part) => void;
  readonly onEnd: () => void;
}

function simulatedCall<Request>(
  request: Request,
  { onWrite, onEnd }: CallRules,
): SimulatedCall<Request> {
  const listeners: (() => void)[] = [];
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    for (const listener of listeners.splice(0)) listener();
    onEnd();
  };
  return {
    request,
    requestSize: 0,
    metadata: { get: () => undefined },
    peer: "simulated",
    signal: () => new AbortController().signal,
    get isOver() {
      return isOver;
    },
    onceOver: (listener) => void listeners.push(listener),
    write(response) {
      if (!isOver) onWrite(response);
      return true;
    },
    isFull: false,
    drained: () => Promise.resolve(),
    end,
    fail: end,
    cancel: end,
  };
}
