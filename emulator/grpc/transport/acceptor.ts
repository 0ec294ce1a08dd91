import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { PassingMap } from "../../passing-map.ts";
import { acceptedEncodings, type Compression, decompress } from "./compression.ts";
import { createExchange, type Exchange, fail, finish, onceOver } from "./exchange.ts";
import { type Opening, type OpeningRules, openingOf } from "./opening.ts";
import { plainAnswer } from "./plain-answer.ts";
import {
  addPiece,
  createRequestReader,
  messageOf,
  type RequestMessage,
  type RequestReader,
} from "./request-reader.ts";
import type { Incoming } from "./route.ts";
import { inSlices } from "./slices.ts";
import { type Failure, status } from "./status.ts";
import { okHeaders } from "./status-headers.ts";

/** Takes calls from their first header to the handlers of their methods. */
export interface Acceptor {
  accept(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, peer: string): void;
  /** Ends all calls under way. */
  failAll(failure: Failure): void;
}

interface Call extends Incoming {
  readonly opening: Opening;
  readonly reader: RequestReader;
}

/** A request may be this large: a turn's answer holds many payloads of up to 1 MB each. */
const requestBytesMax = 64 * 1024 * 1024;

const start = { ":status": 200, "content-type": "application/grpc+proto" };
/** For clients that compress, who may want to know what else they can. */
const startWithEncodings = { ...start, "grpc-accept-encoding": acceptedEncodings };

export function createAcceptor(rules: OpeningRules): Acceptor {
  // Node keeps a closed stream, with its listeners and all that they hold, through several garbage
  // collections, each of which copies it. So the listeners hold nothing: a call is found by its
  // stream, as long as that is open.
  const calls = new PassingMap<ServerHttp2Stream, Call>();
  const take = inSlices(run);

  function onData(this: ServerHttp2Stream, piece: Buffer): void {
    const call = calls.get(this);
    if (call === undefined || call.exchange.isOver) return;
    const failure = addPiece(call.reader, piece);
    if (failure !== undefined) fail(call.exchange, failure);
  }

  function onEnd(this: ServerHttp2Stream): void {
    const call = calls.get(this);
    // A stream that its client cut ends, too.
    if (call !== undefined && !call.exchange.isOver && !this.closed) take(call);
  }

  function onWantTrailers(this: ServerHttp2Stream): void {
    this.sendTrailers(calls.get(this)?.exchange.trailers ?? okHeaders);
  }

  function onClose(this: ServerHttp2Stream): void {
    const call = calls.get(this);
    calls.delete(this);
    if (call !== undefined) finish(call.exchange);
  }

  return {
    accept(stream, headers, peer) {
      stream.on("error", ignore);
      if (answersPlainly(stream, headers)) return;
      const isPlain = headers["grpc-encoding"] === undefined;
      const exchange = createExchange(stream, isPlain ? start : startWithEncodings);
      const opening = openingOf(headers, rules);
      if ("code" in opening) {
        stream.resume();
        fail(exchange, opening);
        return;
      }
      const reader = createRequestReader(requestBytesMax);
      calls.set(stream, { headers, peer, exchange, opening, reader });
      stream.on("data", onData);
      stream.on("end", onEnd);
      stream.on("wantTrailers", onWantTrailers);
      stream.on("close", onClose);
      const { timeoutMillis } = opening;
      if (timeoutMillis !== undefined) endAfter(timeoutMillis, exchange);
    },
    failAll(failure) {
      for (const { exchange } of [...calls.values()]) fail(exchange, failure);
    },
  };
}

// What goes wrong with a stream ends it; there is nobody left to tell.
function ignore(): void {}

function answersPlainly(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean {
  const answer = plainAnswer(headers[":method"], headers[":path"], headers["content-type"]);
  if (answer === undefined) return false;
  stream.respond({ ":status": answer.status, ...answer.headers });
  stream.end(answer.body);
  stream.resume();
  return true;
}

/** Hands the whole request to its method. */
function run(call: Call): void {
  if (call.exchange.isOver) return;
  const message = messageOf(call.reader);
  if ("code" in message) fail(call.exchange, message);
  else if (message.isCompressed) void runDecompressed(message, call);
  else call.opening.run(message.bytes, call);
}

async function runDecompressed({ bytes }: RequestMessage, call: Call): Promise<void> {
  const { exchange, opening } = call;
  const message = await decompressed(bytes, opening.compression);
  if ("code" in message) fail(exchange, message);
  else if (!exchange.isOver) opening.run(message, call);
}

async function decompressed(
  bytes: Buffer,
  compression: Compression | undefined,
): Promise<Buffer | Failure> {
  if (compression === undefined) return notCompressed;
  return decompress(compression, bytes, requestBytesMax);
}

const notCompressed: Failure = {
  code: status.INTERNAL,
  message: "The request's message is flagged as compressed, and no grpc-encoding says how.",
};

/** Longer than a timer can wait, which is 24 days, is for ever. */
const timerMillisMax = 2 ** 31 - 1;

function endAfter(millis: number, exchange: Exchange): void {
  if (millis > timerMillisMax) return;
  const timer = setTimeout(() => fail(exchange, deadlineExceeded), millis);
  onceOver(exchange, () => clearTimeout(timer));
}

const deadlineExceeded: Failure = {
  code: status.DEADLINE_EXCEEDED,
  message: "Deadline exceeded",
};
