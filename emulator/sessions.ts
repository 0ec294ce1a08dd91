import type { HistoryEvent } from "./core/history-event.ts";
import type { Lease, Work } from "./leases.ts";
import type { Worker } from "./workers.ts";

/** Where the worker of a session receives what is new to it. */
export interface SessionStream {
  send(events: readonly HistoryEvent[]): void;
  end(): void;
}

/**
 * Work that its worker has answered and keeps, with the state in its memory: what arrives next is
 * sent to that worker alone, under the token it has, and without the history.
 */
export interface Sessions {
  /** The worker keeps what it has just answered; its room stays taken. */
  keep(lease: Lease, completionCount: number): void;
  /** The answer is durable: what arrives for this execution from now on goes to the stream. */
  attach(token: string, executionId: string, stream: SessionStream): void;
  /** The stream is gone. Its session ends with it, unless an answer is still to come. */
  detach(token: string, stream: SessionStream): void;
  /** Whether the worker has given this answer before. A count of 0 says nothing. */
  hasAnswered(token: string, completionCount: number): boolean;
  /** Whether a session takes what waits here; if not, it waits for any worker. */
  offer(instanceId: string): boolean;
  /** The worker keeps the work no longer; what waits is for any worker. */
  end(token: string): void;
  /** The work went back, or was answered for good: no session of it is left. */
  forget(token: string): void;
  /** The worker has left. */
  lose(worker: Worker): void;
}

export interface SessionRules {
  /** Calls back with the work as it stands, at once when it is in memory. */
  readonly open: (work: Work, use: (work: KeptWork) => void) => void;
  /** The worker's room is free again, and what waits may wait for any worker. */
  readonly onEnd: (lease: Lease, hasMore: boolean) => void;
}

interface KeptWork {
  readonly executionId: string | undefined;
  /** Leases what is new; undefined when nothing is. */
  lease(lease: Lease): readonly HistoryEvent[] | undefined;
}

interface Session {
  readonly lease: Lease;
  readonly completionCount: number;
  stream: SessionStream | undefined;
  /** Absent until the answer is durable. */
  executionId: string | undefined;
  /** What the worker was sent and has not answered. */
  out: readonly HistoryEvent[] | undefined;
  /** Whether something may have arrived that nobody was sent. */
  hasMore: boolean;
}

export function createSessions({ open, onEnd }: SessionRules): Sessions {
  const sessions = new Map<string, Session>();
  const tokens = new Map<string, string>();

  function remove(token: string): Session | undefined {
    const session = sessions.get(token);
    sessions.delete(token);
    if (session !== undefined) tokens.delete(instanceOf(session.lease));
    return session;
  }

  function end(token: string): void {
    const session = remove(token);
    if (session === undefined) return;
    session.stream?.end();
    onEnd(session.lease, session.hasMore);
  }

  function sendMore(session: Session): void {
    const { token, work } = session.lease;
    if (!session.hasMore || session.executionId === undefined) return;
    open(work, (kept) => {
      if (sessions.get(token) !== session || session.out !== undefined) return;
      // Another execution has begun behind the worker's back: what it remembers is of no use.
      if (kept.executionId !== session.executionId) return end(token);
      session.hasMore = false;
      session.out = kept.lease(session.lease);
      if (session.out !== undefined) session.stream?.send(session.out);
    });
  }

  return {
    keep(lease, completionCount) {
      const { stream, hasMore = false } = remove(lease.token) ?? {};
      const answered = { executionId: undefined, out: undefined };
      sessions.set(lease.token, { lease, completionCount, stream, hasMore, ...answered });
      tokens.set(instanceOf(lease), lease.token);
    },
    attach(token, executionId, stream) {
      const session = sessions.get(token);
      if (session === undefined) return stream.end();
      session.stream?.end();
      session.stream = stream;
      session.executionId = executionId;
      if (session.out === undefined) sendMore(session);
      else stream.send(session.out);
    },
    detach(token, stream) {
      const session = sessions.get(token);
      if (session?.stream !== stream) return;
      session.stream = undefined;
      const isAnswered = session.executionId !== undefined && session.out === undefined;
      if (isAnswered) end(token);
    },
    hasAnswered(token, completionCount) {
      const session = sessions.get(token);
      return completionCount > 0 && completionCount <= (session?.completionCount ?? 0);
    },
    offer(instanceId) {
      const session = sessions.get(tokens.get(instanceId) ?? "");
      if (session === undefined) return false;
      session.hasMore = true;
      sendMore(session);
      return true;
    },
    end,
    forget: (token) => remove(token)?.stream?.end(),
    lose(worker) {
      for (const { lease, out } of [...sessions.values()]) {
        if (lease.worker === worker && out === undefined) end(lease.token);
      }
    },
  };
}

function instanceOf({ work }: Lease): string {
  return work.type === "task" ? work.task.instanceId : work.instanceId;
}
