import { prefixLength } from "./frame.ts";
import { type Failure, status } from "./status.ts";

/** Puts the one message of a request together from data cut anywhere. */
export interface RequestReader {
  /** A failure as soon as what has come can be no request. */
  add(data: Buffer): Failure | undefined;
  /** The message, once no more data comes. */
  end(): RequestMessage | Failure;
}

export interface RequestMessage {
  readonly isCompressed: boolean;
  readonly bytes: Buffer;
}

/** Keeps no more than `bytesMax` of a message: a longer one is refused by its announced length. */
export function createRequestReader(bytesMax: number): RequestReader {
  let pieces: Buffer[] = [];
  let length = 0;
  let wholeLength: number | undefined;
  let isCompressed = false;

  function joined(): Buffer {
    const [first] = pieces;
    if (first !== undefined && pieces.length === 1) return first;
    const whole = Buffer.concat(pieces, length);
    pieces = [whole];
    return whole;
  }

  function readPrefix(): Failure | undefined {
    const start = joined();
    const flag = start[0];
    if (flag !== 0 && flag !== 1) return unknownFlag;
    const announced = start.readUInt32BE(1);
    if (announced > bytesMax) return tooLarge(announced, bytesMax);
    isCompressed = flag === 1;
    wholeLength = prefixLength + announced;
    return undefined;
  }

  return {
    add(data) {
      pieces.push(data);
      length += data.length;
      if (length < prefixLength) return undefined;
      const failure = wholeLength === undefined ? readPrefix() : undefined;
      if (failure !== undefined) return failure;
      return length > (wholeLength ?? 0) ? secondMessage : undefined;
    },
    end() {
      if (length === 0) return noMessage;
      if (length !== wholeLength) return cutMessage;
      return { isCompressed, bytes: joined().subarray(prefixLength) };
    },
  };
}

const unknownFlag: Failure = {
  code: status.INTERNAL,
  message: "The request has no sound gRPC framing: its first byte is neither 0 nor 1.",
};
const secondMessage: Failure = {
  code: status.UNIMPLEMENTED,
  message: "Received a second request message; this method takes one.",
};
const noMessage: Failure = {
  code: status.UNIMPLEMENTED,
  message: "Received no request message; this method takes one.",
};
const cutMessage: Failure = {
  code: status.INTERNAL,
  message: "The request ended within its message.",
};

export function tooLarge(length: number, bytesMax: number): Failure {
  return {
    code: status.RESOURCE_EXHAUSTED,
    message: `The request has ${length} bytes; at most ${bytesMax} are taken.`,
  };
}
