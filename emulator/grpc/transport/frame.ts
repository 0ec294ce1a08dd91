import type { BinaryWriter } from "@bufbuild/protobuf/wire";
import { written } from "../writing.ts";

/** How the messages of one type are written. */
export interface Encoder<Message> {
  encode(message: Message, writer: BinaryWriter): BinaryWriter;
}

/** A flag (0: not compressed) and the message's length, big-endian. */
export const prefixLength = 5;

const emptyPrefix = new Uint8Array(prefixLength);

/** Most calls are answered with nothing: they share one frame, which Node need not convert. */
const emptyFrame = Buffer.alloc(prefixLength);

/** A message with its prefix, written in one go: the prefix's place is kept free before it. */
export function frameOf<Message>(type: Encoder<Message>, message: Message): Uint8Array {
  const frame = written((writer) => type.encode(message, writer.raw(emptyPrefix)));
  const length = frame.length - prefixLength;
  if (length === 0) return emptyFrame;
  frame[1] = length >>> 24;
  frame[2] = length >>> 16;
  frame[3] = length >>> 8;
  frame[4] = length;
  return frame;
}
