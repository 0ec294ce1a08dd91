import { prefixLength } from "./frame.ts";
import { type Failure, status } from "./status.ts";

/** The one message of a request while it comes in, cut anywhere. */
export interface RequestReader {
  /** A longer message is refused by its announced length, before it comes. */
  readonly bytesMax: number;
  pieces: Buffer[];
  length: number;
  /** Known once the message's prefix has come; it counts, too. */
  wholeLength: number | undefined;
}

export interface RequestMessage {
  readonly isCompressed: boolean;
  readonly bytes: Buffer;
}

export function createRequestReader(bytesMax: number): RequestReader {
  return { bytesMax, pieces: [], length: 0, wholeLength: undefined };
}

/** A failure as soon as what has come can be no request. */
export function addPiece(reader: RequestReader, piece: Buffer): Failure | undefined {
  reader.pieces.push(piece);
  reader.length += piece.length;
  if (reader.length < prefixLength) return undefined;
  if (reader.wholeLength === undefined) {
    const { bytesMax } = reader;
    const start = joined(reader);
    if (start[0] !== plain && start[0] !== compressed) return unknownFlag;
    const announced = start.readUInt32BE(1);
    if (announced > bytesMax) return tooLarge(announced, bytesMax);
    reader.wholeLength = prefixLength + announced;
  }
  return reader.length > reader.wholeLength ? secondMessage : undefined;
}

/** The message, once no more data comes. */
export function messageOf(reader: RequestReader): RequestMessage | Failure {
  if (reader.length === 0) return noMessage;
  if (reader.length !== reader.wholeLength) return cutMessage;
  const whole = joined(reader);
  return { isCompressed: whole[0] === compressed, bytes: whole.subarray(prefixLength) };
}

/** The flags that a message begins with. */
const plain = 0;
const compressed = 1;

function joined(reader: RequestReader): Buffer {
  const [first] = reader.pieces;
  if (first !== undefined && reader.pieces.length === 1) return first;
  const whole = Buffer.concat(reader.pieces, reader.length);
  reader.pieces = [whole];
  return whole;
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

function tooLarge(length: number, bytesMax: number): Failure {
  return {
    code: status.RESOURCE_EXHAUSTED,
    message: `The request has ${length} bytes; at most ${bytesMax} are taken.`,
  };
}
