import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { Failure } from "./status.ts";
import { headersOf, okHeaders, type StatusHeaders } from "./status-headers.ts";

/**
 * One call's answer on its HTTP/2 stream: framed messages, then a status, which is sent once.
 * A record and functions: of closures each call would need a dozen, and there are thousands of
 * calls a second.
 */
export interface Exchange {
  readonly stream: ServerHttp2Stream;
  /** What every answer begins with. */
  readonly start: OutgoingHttpHeaders;
  /** The status is on its way, or the client is gone: what is sent now goes nowhere. */
  isOver: boolean;
  trailers: StatusHeaders;
  listeners: (() => void)[] | undefined;
  drained: PromiseWithResolvers<void> | undefined;
}

const withTrailers = { waitForTrailers: true, sendDate: false };
const withoutBody = { endStream: true, sendDate: false };

export function createExchange(stream: ServerHttp2Stream, start: OutgoingHttpHeaders): Exchange {
  const none = { listeners: undefined, drained: undefined };
  return { stream, start, isOver: false, trailers: okHeaders, ...none };
}

export function onceOver(exchange: Exchange, listener: () => void): void {
  if (exchange.isOver) listener();
  else if (exchange.listeners === undefined) exchange.listeners = [listener];
  else exchange.listeners.push(listener);
}

/** False when the client reads too slowly: wait for `drained`. */
export function send(exchange: Exchange, frame: Uint8Array): boolean {
  if (exchange.isOver || isGone(exchange)) return false;
  begin(exchange);
  const { stream } = exchange;
  if (stream.writableCorked === 0) {
    // What is sent in the same turn of the event loop is one write.
    stream.cork();
    process.nextTick(uncork, stream);
  }
  return stream.write(frame);
}

function uncork(stream: ServerHttp2Stream): void {
  stream.uncork();
}

/** Resolves when the client has read what was sent, or the call is over. */
export function drained(exchange: Exchange): Promise<void> {
  const { stream, isOver } = exchange;
  if (isOver || !stream.writableNeedDrain) return Promise.resolve();
  if (exchange.drained === undefined) {
    exchange.drained = Promise.withResolvers();
    stream.once("drain", () => settleDrain(exchange));
  }
  return exchange.drained.promise;
}

/** Ends the call well, with a last message where there is one. */
export function end(exchange: Exchange, frame?: Uint8Array): void {
  if (exchange.isOver) return;
  finish(exchange);
  if (isGone(exchange)) return;
  begin(exchange);
  exchange.stream.end(frame);
}

export function fail(exchange: Exchange, failure: Failure): void {
  if (exchange.isOver) return;
  finish(exchange);
  if (isGone(exchange)) return;
  const { stream, start } = exchange;
  if (stream.headersSent) {
    exchange.trailers = headersOf(failure);
    stream.end();
    return;
  }
  stream.respond({ ...start, ...headersOf(failure) }, withoutBody);
  // A client that is still sending may stop.
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
}

/** The call is over, whoever ended it. */
export function finish(exchange: Exchange): void {
  if (exchange.isOver) return;
  exchange.isOver = true;
  settleDrain(exchange);
  for (const listener of exchange.listeners ?? []) listener();
}

function settleDrain(exchange: Exchange): void {
  exchange.drained?.resolve();
  exchange.drained = undefined;
}

function isGone({ stream }: Exchange): boolean {
  return stream.closed || stream.destroyed;
}

function begin({ stream, start }: Exchange): void {
  if (!stream.headersSent) stream.respond(start, withTrailers);
}
