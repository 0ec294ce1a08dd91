import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { admit } from "./admission.ts";
import { acceptedEncodings } from "./compression.ts";
import { createExchange, type Exchange, type ExchangeEvents } from "./exchange.ts";
import { plainAnswer } from "./plain-answer.ts";
import { createRequest, type Request } from "./request.ts";
import type { Routes } from "./routes.ts";
import { type Failure, status } from "./status.ts";

/** Takes calls from their first header to the handlers of their methods. */
export interface Acceptor {
  accept(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, peer: string): void;
  /** Ends all calls under way. */
  failAll(failure: Failure): void;
}

interface Call {
  readonly exchange: Exchange & ExchangeEvents;
  /** Absent when the call was refused by its headers. */
  request: Request | undefined;
}

const start = { ":status": 200, "content-type": "application/grpc+proto" };
/** For clients that compress, who may want to know what else they can. */
const startWithEncodings = { ...start, "grpc-accept-encoding": acceptedEncodings };

export function createAcceptor(routes: Routes): Acceptor {
  // Node keeps a closed stream, with its listeners and all that they hold, through several garbage
  // collections, each of which copies it. So the listeners hold nothing: a call is found by its
  // stream, as long as that is open.
  const calls = new Map<ServerHttp2Stream, Call>();

  function listen(stream: ServerHttp2Stream): void {
    stream.on("data", onData);
    stream.on("end", onEnd);
    stream.on("wantTrailers", onWantTrailers);
    stream.on("drain", onDrain);
    stream.on("error", ignore);
    stream.on("close", onClose);
  }

  function onData(this: ServerHttp2Stream, data: Buffer): void {
    calls.get(this)?.request?.add(data);
  }

  function onEnd(this: ServerHttp2Stream): void {
    // A stream that its client cut ends, too.
    if (!this.closed) calls.get(this)?.request?.end();
  }

  function onWantTrailers(this: ServerHttp2Stream): void {
    calls.get(this)?.exchange.wantTrailers();
  }

  function onDrain(this: ServerHttp2Stream): void {
    calls.get(this)?.exchange.drain();
  }

  function onClose(this: ServerHttp2Stream): void {
    const call = calls.get(this);
    calls.delete(this);
    call?.exchange.close();
  }

  return {
    accept(stream, headers, peer) {
      if (answersPlainly(stream, headers)) return;
      const isPlain = headers["grpc-encoding"] === undefined;
      const exchange = createExchange(stream, isPlain ? start : startWithEncodings);
      const call: Call = { exchange, request: undefined };
      calls.set(stream, call);
      listen(stream);
      const admission = admit(headers, routes);
      if ("code" in admission) {
        exchange.fail(admission);
        return;
      }
      const { run, compression, timeoutMillis } = admission;
      if (timeoutMillis !== undefined) endAfter(timeoutMillis, exchange);
      call.request = createRequest(exchange, compression, (bytes) =>
        run(bytes, { headers, peer, exchange }),
      );
    },
    failAll(failure) {
      for (const { exchange } of calls.values()) exchange.fail(failure);
    },
  };
}

// What goes wrong with a stream ends it; there is nobody left to tell.
function ignore(): void {}

function answersPlainly(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean {
  const answer = plainAnswer({
    method: headers[":method"],
    path: headers[":path"],
    contentType: headers["content-type"],
  });
  if (answer === undefined) return false;
  stream.on("error", ignore);
  stream.respond({ ":status": answer.status, ...answer.headers });
  stream.end(answer.body);
  stream.resume();
  return true;
}

/** Longer than a timer can wait, which is 24 days, is for ever. */
const timerMillisMax = 2 ** 31 - 1;

function endAfter(millis: number, exchange: Exchange): void {
  if (millis > timerMillisMax) return;
  const timer = setTimeout(() => exchange.fail(deadlineExceeded), millis);
  exchange.onceOver(() => clearTimeout(timer));
}

const deadlineExceeded: Failure = {
  code: status.DEADLINE_EXCEEDED,
  message: "Deadline exceeded",
};
