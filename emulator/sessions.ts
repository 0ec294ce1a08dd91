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
  /** The answer is durable, and this execution goes on; undefined: none does. */
  goOn(token: string, executionId: string | undefined): void;
  /** What arrives for the execution goes to this stream. It ends where there is no session. */
  attach(token: string, stream: SessionStream): void;
  /** The stream is gone. Its session ends with it, unless an answer is still to come. */
  detach(token: string, stream: SessionStream): void;
  /**
   * Resolves with whether this answer is durable, where the worker has given it before; undefined
   * where it has not. A count of 0 says nothing.
   */
  answered(token: string, completionCount: number): Promise<boolean> | undefined;
  /**
   * Whether a session takes what waits here; if not, it waits for any worker. A session of what
   * has ended, or has begun anew, ends with it.
   */
  offer(instanceId: string): boolean;
  /** The worker keeps the work no longer; what waits is for any worker. */
  end(token: string): void;
  /** The work went back, or was answered for good: the room is free, no session of it is left. */
  forget(token: string): void;
  /** The worker has left. */
  lose(worker: Worker): void;
  /** The hub is gone, and all its streams with it. */
  close(): void;
}

export interface SessionRules {
  /** Calls back with the work as it stands, at once when it is in memory. */
  readonly open: (work: Work, use: (work: KeptWork) => void) => void;
  /** The worker's room is free again. */
  readonly onEnd: (lease: Lease) => void;
  /** What waits there, if anything does, may wait for any worker. */
  readonly offerAgain: (work: Work) => void;
}

interface KeptWork {
  /** The one that lives; undefined when none does. */
  readonly executionId: string | undefined;
  /** Leases what is new; undefined when nothing is. */
  lease(lease: Lease): readonly HistoryEvent[] | undefined;
}

interface Session {
  readonly lease: Lease;
  readonly completionCount: number;
  /** Resolves with whether the answer has been stored. */
  readonly stored: PromiseWithResolvers<boolean>;
  stream: SessionStream | undefined;
  /** Absent until the answer is durable. */
  executionId: string | undefined;
  /** What the worker was sent and has not answered. */
  out: readonly HistoryEvent[] | undefined;
  /** Whether something may have arrived that nobody was sent. */
  hasMore: boolean;
}

export function createSessions({ open, onEnd, offerAgain }: SessionRules): Sessions {
  const sessions = new Map<string, Session>();
  const tokens = new Map<string, string>();

  function remove(token: string): Session | undefined {
    const session = sessions.get(token);
    sessions.delete(token);
    if (session === undefined) return undefined;
    session.stored.resolve(false);
    const instanceId = instanceOf(session.lease);
    if (tokens.get(instanceId) === token) tokens.delete(instanceId);
    return session;
  }

  function end(token: string): void {
    const session = remove(token);
    if (session === undefined) return;
    onEnd(session.lease);
    finish(session);
  }

  function finish({ stream, hasMore, lease }: Session): void {
    stream?.end();
    if (hasMore) offerAgain(lease.work);
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
      const stored = Promise.withResolvers<boolean>();
      const answered = { stored, executionId: undefined, out: undefined };
      sessions.set(lease.token, { lease, completionCount, stream, hasMore, ...answered });
      tokens.set(instanceOf(lease), lease.token);
    },
    goOn(token, executionId) {
      const session = sessions.get(token);
      if (session === undefined) return;
      session.stored.resolve(true);
      if (executionId === undefined) return end(token);
      session.executionId = executionId;
    },
    attach(token, stream) {
      const session = sessions.get(token);
      if (session === undefined) return stream.end();
      const { stream: before } = session;
      session.stream = stream;
      before?.end();
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
    answered(token, completionCount) {
      const session = sessions.get(token);
      const isBefore = completionCount > 0 && completionCount <= (session?.completionCount ?? 0);
      return isBefore ? session?.stored.promise : undefined;
    },
    offer(instanceId) {
      const session = sessions.get(tokens.get(instanceId) ?? "");
      if (session === undefined) return false;
      session.hasMore = true;
      sendMore(session);
      return true;
    },
    end,
    forget(token) {
      const session = remove(token);
      if (session !== undefined) finish(session);
    },
    lose(worker) {
      for (const { lease, out } of [...sessions.values()]) {
        if (lease.worker === worker && out === undefined) end(lease.token);
      }
    },
    close() {
      for (const { lease } of [...sessions.values()]) remove(lease.token)?.stream?.end();
    },
  };
}

function instanceOf({ work }: Lease): string {
  return work.type === "task" ? work.task.instanceId : work.instanceId;
}
