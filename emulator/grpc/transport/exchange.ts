import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { Failure } from "./status.ts";
import { headersOf, okHeaders, type StatusHeaders } from "./status-headers.ts";

/** One call's answer on its HTTP/2 stream: framed messages, then a status, which is sent once. */
export interface Exchange {
  /** The status is on its way, or the client is gone: what is sent now goes nowhere. */
  readonly isOver: boolean;
  onceOver(listener: () => void): void;
  /** False when the client reads too slowly: wait for `drained`. */
  send(frame: Uint8Array): boolean;
  /** Whether what has been sent waits for the client to read. */
  readonly isFull: boolean;
  /** Resolves when the client has read what was sent, or the call is over. */
  drained(): Promise<void>;
  /** Ends the call well, with a last message where there is one. */
  end(frame?: Uint8Array): void;
  fail(failure: Failure): void;
}

/** What the exchange is told of its stream, by listeners that all streams share. */
export interface ExchangeEvents {
  wantTrailers(): void;
  drain(): void;
  close(): void;
}

const withTrailers = { waitForTrailers: true, sendDate: false };
const withoutBody = { endStream: true, sendDate: false };

/** `start` is what every answer begins with. */
export function createExchange(
  stream: ServerHttp2Stream,
  start: OutgoingHttpHeaders,
): Exchange & ExchangeEvents {
  const listeners: (() => void)[] = [];
  let isOver = false;
  let trailers: StatusHeaders = okHeaders;
  let drained: PromiseWithResolvers<void> | undefined;

  function drain(): void {
    drained?.resolve();
    drained = undefined;
  }

  function finish(): void {
    if (isOver) return;
    isOver = true;
    drain();
    for (const listener of listeners) listener();
  }

  const isGone = () => stream.closed || stream.destroyed;
  const begin = () => {
    if (!stream.headersSent) stream.respond(start, withTrailers);
  };

  return {
    wantTrailers: () => stream.sendTrailers({ ...trailers }),
    drain,
    close: finish,
    get isOver() {
      return isOver;
    },
    onceOver(listener) {
      if (isOver) listener();
      else listeners.push(listener);
    },
    send(frame) {
      if (isOver || isGone()) return false;
      begin();
      return stream.write(frame);
    },
    get isFull() {
      return stream.writableNeedDrain;
    },
    drained() {
      if (isOver || !stream.writableNeedDrain) return Promise.resolve();
      drained ??= Promise.withResolvers();
      return drained.promise;
    },
    end(frame) {
      if (isOver) return;
      finish();
      if (isGone()) return;
      begin();
      stream.end(frame);
    },
    fail(failure) {
      if (isOver) return;
      finish();
      if (isGone()) return;
      if (stream.headersSent) {
        trailers = headersOf(failure);
        stream.end();
        return;
      }
      stream.respond({ ...start, ...headersOf(failure) }, withoutBody);
      // A client that is still sending may stop.
      if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
    },
  };
}
