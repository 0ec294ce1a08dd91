import type { Hub } from "../hub.ts";
import type { Hubs } from "../hubs.ts";
import { isClosed } from "../store/store-error.ts";
import type { Admission } from "./admission.ts";
import { Fault } from "./fault.ts";
import { unknownHub } from "./hub-calls.ts";
import type { Call, StreamCall } from "./transport/call.ts";
import type { Metadata } from "./transport/metadata.ts";
import { type Method, type Route, streamRoute, unaryRoute } from "./transport/route.ts";
import { status } from "./transport/status.ts";

/** How calls find their hub, and how what they throw becomes a status; the same for every call. */
export interface Handlers {
  unary<Request, Response>(
    method: Method<Request, Response>,
    handle: HandleUnary<Request, NoInfer<Response>>,
  ): Route;
  /** For calls about hubs, which may name one that is missing. */
  answered<Request, Response>(
    method: Method<Request, Response>,
    answer: (call: Call<Request>) => Promise<NoInfer<Response>>,
  ): Route;
  /** The stream stays open until the handler ends it; what the handler throws ends it, too. */
  serverStreaming<Request, Response>(
    method: Method<Request, Response>,
    handle: (hub: Hub, call: StreamCall<Request, NoInfer<Response>>) => Promise<void> | void,
  ): Route;
}

type HandleUnary<Request, Response> = (
  hub: Hub,
  request: Request,
  call: Call<Request>,
) => Promise<Response> | Response;

export function createHandlers(
  hubs: Hubs,
  admission: Admission,
  log: (error: unknown) => void,
): Handlers {
  async function hubOf(metadata: Metadata): Promise<Hub> {
    const name = hubNameIn(metadata);
    const hub = await hubs.get(name);
    if (hub === undefined) throw unknownHub(name);
    return hub;
  }

  // Only faults speak to the client; a bug speaks to the operator. A call may outlive the store.
  function faultOf(error: unknown): Fault {
    if (error instanceof Fault) return error;
    if (isClosed(error)) return new Fault(status.UNAVAILABLE, "The emulator has stopped.");
    log(error);
    return new Fault(status.INTERNAL, "The emulator failed; its log says why.");
  }

  const answered: Handlers["answered"] = (method, answer) =>
    unaryRoute(method, (call) => admission.answer(call.requestSize, () => answer(call)), faultOf);

  return {
    answered,
    unary: (method, handle) =>
      answered(method, async (call) => handle(await hubOf(call.metadata), call.request, call)),
    serverStreaming: (method, handle) =>
      streamRoute(
        method,
        (call) =>
          admission.answer(call.requestSize, async () => handle(await hubOf(call.metadata), call)),
        faultOf,
      ),
  };
}

/** Clients that know no hubs mean the one that a new emulator has. */
export function hubNameIn(metadata: Metadata): string {
  return metadata.get("taskhub") ?? "default";
}
