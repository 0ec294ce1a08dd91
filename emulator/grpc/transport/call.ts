import type { Metadata } from "./metadata.ts";
import type { Failure } from "./status.ts";

/** What a handler knows of the call it answers. */
export interface Call<Request> {
  readonly request: Request;
  /** Bytes of the request as it came. */
  readonly requestSize: number;
  readonly metadata: Metadata;
  /** Where the connection comes from: address and port. */
  readonly peer: string;
  /** Aborts when the call is over. Asked for only by calls that wait. */
  signal(): AbortSignal;
}

/** A call whose answer is a stream: it stays open until the handler ends it. */
export interface StreamCall<Request, Response> extends Call<Request> {
  /** The client is gone, or the stream has been ended: what is written goes nowhere. */
  readonly isOver: boolean;
  onceOver(listener: () => void): void;
  /** False when the client reads too slowly: wait for `drained` before writing more. */
  write(response: Response): boolean;
  /** As `write`, for a response that is framed already. */
  writeFrame(frame: Uint8Array): boolean;
  readonly isFull: boolean;
  /** Resolves when the client has read what was written, or the call is over. */
  drained(): Promise<void>;
  end(): void;
  fail(failure: Failure): void;
}
