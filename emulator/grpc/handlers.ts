import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from "@grpc/grpc-js";
import type { Hub } from "../hub.ts";
import type { Hubs } from "../hubs.ts";
import type { Admission } from "./admission.ts";
import { endStream, Fault } from "./fault.ts";
import { unknownHub } from "./hub-calls.ts";

/** How calls find their hub, and how what they throw becomes a status; the same for every call. */
export interface Handlers {
  unary<Request, Response>(
    handle: HandleUnary<Request, Response>,
  ): handleUnaryCall<Request, Response>;
  /** For calls about hubs, which may name one that is missing. */
  answered<Request, Response>(
    answer: (call: ServerUnaryCall<Request, Response>) => Promise<Response>,
  ): handleUnaryCall<Request, Response>;
  /** The stream stays open until the handler ends it; what the handler throws ends it, too. */
  serverStreaming<Request, Response>(
    handle: (hub: Hub, call: ServerWritableStream<Request, Response>) => Promise<void> | void,
  ): handleServerStreamingCall<Request, Response>;
}

type AnyCall = Pick<ServerUnaryCall<unknown, unknown>, "metadata" | "request">;

type HandleUnary<Request, Response> = (
  hub: Hub,
  request: Request,
  context: CallContext,
) => Promise<Response> | Response;

export interface CallContext {
  readonly metadata: Metadata;
  /** Where the call comes from: address and port. */
  readonly peer: string;
  /** Aborts when the client is gone. Asked for only by calls that wait. */
  readonly signal: () => AbortSignal;
}

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

  async function admitted<Call extends AnyCall, Answer>(
    call: Call,
    answer: (call: Call) => Promise<Answer>,
  ): Promise<Answer> {
    admission.admit(call.metadata);
    return admission.answer(call.request, () => answer(call));
  }

  function answered<Request, Response>(
    answer: (call: ServerUnaryCall<Request, Response>) => Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return (call, callback) => {
      admitted(call, answer).then(
        (response) => callback(null, response),
        (error) => callback(shownOf(error, log)),
      );
    };
  }

  return {
    answered,
    unary: (handle) =>
      answered(async (call) => {
        const context = {
          metadata: call.metadata,
          peer: call.getPeer(),
          signal: () => cancellation(call),
        };
        return handle(await hubOf(call.metadata), call.request, context);
      }),
    serverStreaming: (handle) => (call) => {
      admitted(call, async ({ metadata }) => handle(await hubOf(metadata), call)).catch((error) =>
        endStream(call, shownOf(error, log)),
      );
    },
  };
}

/** Clients that know no hubs mean the one that a new emulator has. */
export function hubNameIn(metadata: Metadata): string {
  return String(metadata.get("taskhub")[0] ?? "default");
}

function cancellation(call: ServerUnaryCall<unknown, unknown>): AbortSignal {
  const controller = new AbortController();
  call.once("cancelled", () => controller.abort());
  return controller.signal;
}

// Only faults speak to the client; a bug speaks to the operator.
function shownOf(error: unknown, log: (error: unknown) => void): Fault {
  if (error instanceof Fault) return error;
  log(error);
  return new Fault(status.INTERNAL, "The emulator failed; its log says why.");
}
