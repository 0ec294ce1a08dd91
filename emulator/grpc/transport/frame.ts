import type { BinaryWriter } from "@bufbuild/protobuf/wire";
import { writtenToPass } from "../writing.ts";

/** How the messages of one type are written. */
export interface Encoder<Message> {
  encode(message: Message, writer: BinaryWriter): BinaryWriter;
}

/** A flag (0: not compressed) and the message's length, big-endian. */
export const prefixLength = 5;

const emptyPrefix = new Uint8Array(prefixLength);

/** Most calls are answered with nothing: they share one frame, which Node need not convert. */
const emptyFrame = Buffer.alloc(prefixLength);

export function frameOf<Message>(type: Encoder<Message>, message: Message): Buffer {
  return framed((writer) => type.encode(message, writer));
}

/** A message with its prefix, written in one go: the prefix's place is kept free before it. */
export function framed(write: (writer: BinaryWriter) => void): Buffer {
  const frame = writtenToPass((writer) => write(writer.raw(emptyPrefix)));
  const length = frame.length - prefixLength;
  if (length === 0) return emptyFrame;
  frame.writeUInt32BE(length, 1);
  return frame;
}
