import type { IncomingHttpHeaders } from "node:http2";
import type { Call, StreamCall } from "./call.ts";
import { drained, type Exchange, end, fail, onceOver, send } from "./exchange.ts";
import { type Encoder, frameOf } from "./frame.ts";
import { metadataOf } from "./metadata.ts";
import { type Failure, status } from "./status.ts";

/** A method as the protocol's generated code describes it. */
export interface Method<Request, Response> {
  readonly name: string;
  readonly requestType: { decode(bytes: Uint8Array): Request };
  readonly responseType: Encoder<Response>;
}

/** What becomes of the calls of one method: a handler's work, or always the same failure. */
export interface Route {
  readonly name: string;
  readonly run: Run | Failure;
}

export type Run = (request: Uint8Array, incoming: Incoming) => void;

/** A call that has come in, before its request is decoded. */
export interface Incoming {
  readonly headers: IncomingHttpHeaders;
  readonly peer: string;
  readonly exchange: Exchange;
}

type FailureOf = (error: unknown) => Failure;

/** Answers with what `answer` resolves to; what it throws becomes a failure. */
export function unaryRoute<Request, Response>(
  { name, requestType, responseType }: Method<Request, Response>,
  answer: (call: Call<Request>) => Promise<Response>,
  failureOf: FailureOf,
): Route {
  const respond = async (call: Call<Request>, exchange: Exchange) => {
    const response = await answer(call);
    if (!exchange.isOver) end(exchange, frameOf(responseType, response));
  };
  const run: Run = (bytes, incoming) => {
    const { exchange } = incoming;
    const request = decoded(requestType, bytes, exchange);
    if (request === undefined) return;
    respond(callOf(request, bytes.length, incoming), exchange).catch((error) =>
      fail(exchange, failureOf(error)),
    );
  };
  return { name, run };
}

/** The stream is open until `open` or what it started ends it; what `open` throws ends it, too. */
export function streamRoute<Request, Response>(
  { name, requestType, responseType }: Method<Request, Response>,
  open: (call: StreamCall<Request, Response>) => Promise<void>,
  failureOf: FailureOf,
): Route {
  const run: Run = (bytes, incoming) => {
    const { exchange } = incoming;
    const request = decoded(requestType, bytes, exchange);
    if (request === undefined) return;
    open(streamCallOf(request, bytes.length, incoming, responseType)).catch((error) =>
      fail(exchange, failureOf(error)),
    );
  };
  return { name, run };
}

function decoded<Request>(
  type: Method<Request, unknown>["requestType"],
  bytes: Uint8Array,
  exchange: Exchange,
): Request | undefined {
  try {
    return type.decode(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail(exchange, {
      code: status.INTERNAL,
      message: `Error deserializing request: ${reason}`,
    });
    return undefined;
  }
}

function callOf<Request>(
  request: Request,
  requestSize: number,
  { headers, peer, exchange }: Incoming,
): Call<Request> {
  const metadata = metadataOf(headers);
  return { request, requestSize, metadata, peer, signal: () => signalOf(exchange) };
}

function streamCallOf<Request, Response>(
  request: Request,
  requestSize: number,
  incoming: Incoming,
  responseType: Encoder<Response>,
): StreamCall<Request, Response> {
  const { exchange } = incoming;
  return {
    ...callOf(request, requestSize, incoming),
    get isOver() {
      return exchange.isOver;
    },
    get isFull() {
      return exchange.stream.writableNeedDrain;
    },
    onceOver: (listener) => onceOver(exchange, listener),
    write: (response) => send(exchange, frameOf(responseType, response)),
    writeFrame: (frame) => send(exchange, frame),
    drained: () => drained(exchange),
    end: () => end(exchange),
    fail: (failure) => fail(exchange, failure),
  };
}

function signalOf(exchange: Exchange): AbortSignal {
  const controller = new AbortController();
  onceOver(exchange, () => controller.abort(over));
  return controller.signal;
}

/** Without a reason of ours, each signal would make one, with a stack. */
const over = new Error("The call is over.");
