import type { Hub } from "../../hub.ts";
import type { SessionStream } from "../../sessions.ts";
import type { CompleteInstanceWorkItemResponse } from "../generated/backend_service.ts";
import type { HistoryEvent } from "../generated/orchestrator_service.ts";
import type { StreamCall } from "../transport/call.ts";
import type { CommitCalls, Completable } from "./commit-calls.ts";
import { workLost } from "./work-lost.ts";

type Calls<Request extends Completable> = CommitCalls<Request>;

export type SessionCall<Request> = Omit<
  StreamCall<Request, CompleteInstanceWorkItemResponse>,
  "writeFrame"
>;

/** Commits what the worker has computed. What a session has answered before changes nothing. */
export async function complete<Request extends Completable>(
  hub: Hub,
  calls: Calls<Request>,
  request: Request,
): Promise<object> {
  const { completionToken: token, completionCount } = request;
  const before = hub.dispatcher.sessions.answered(token, completionCount);
  const isStored = await (before ?? commitOnce(hub, calls, request));
  if (!isStored) throw workLost({ token, completionCount });
  return {};
}

/** Whether it is stored: not when the work was not the caller's any more. */
async function commitOnce<Request extends Completable>(
  hub: Hub,
  calls: Calls<Request>,
  request: Request,
): Promise<boolean> {
  const work = hub.dispatcher.answer(request.completionToken, calls.type);
  return work !== undefined && (await calls.commit(hub, work.instanceId, request)).ok;
}

/**
 * Commits likewise and lets the worker keep the work: after one response, what arrives for it
 * comes on the stream until the worker cancels, or until nothing can arrive any more. Without a
 * request, as long as chunks of it are missing, there is nothing to commit yet.
 */
export async function completeInSession<Request extends Completable>(
  hub: Hub,
  calls: Calls<Request>,
  call: SessionCall<Request>,
  request: Request | undefined,
): Promise<void> {
  if (request === undefined) {
    call.write(calls.response);
    call.end();
    return;
  }
  const { completionToken: token, completionCount } = request;
  const { sessions } = hub.dispatcher;
  const before = sessions.answered(token, completionCount);
  const isStored = await (before ?? commitKept(hub, calls, request));
  if (!isStored) throw workLost({ token, completionCount });
  call.write(calls.response);
  if (call.isOver) {
    sessions.end(token);
    return;
  }
  const stream = sessionStream(call);
  call.onceOver(() => sessions.detach(token, stream));
  sessions.attach(token, stream);
}

/** As `commitOnce`, and the worker keeps the work. */
async function commitKept<Request extends Completable>(
  hub: Hub,
  calls: Calls<Request>,
  request: Request,
): Promise<boolean> {
  const { completionToken: token, completionCount } = request;
  const { sessions } = hub.dispatcher;
  const work = hub.dispatcher.keep(token, calls.type, completionCount);
  if (work === undefined) return false;
  const committed = await calls.commit(hub, work.instanceId, request);
  // Not what goes on by now: that may be another execution, of which the worker knows nothing.
  if (committed.ok) sessions.goOn(token, calls.liveExecution(committed));
  else sessions.end(token);
  return committed.ok;
}

/** Work that was answered before, or never was the caller's, is no error. */
export function release(hub: Hub, { completionToken }: { completionToken: string }): object {
  hub.dispatcher.release(completionToken);
  return {};
}

function sessionStream(call: SessionCall<unknown>): SessionStream {
  return {
    send(events) {
      const value = { events: [...events] as HistoryEvent[] };
      call.write({ request: { $case: "newMessages", value } });
    },
    end: () => call.end(),
  };
}
