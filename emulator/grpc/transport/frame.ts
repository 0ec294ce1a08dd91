import { BinaryWriter } from "@bufbuild/protobuf/wire";

/** How the messages of one type are written. */
export interface Encoder<Message> {
  encode(message: Message, writer: BinaryWriter): BinaryWriter;
}

/** A flag (0: not compressed) and the message's length, big-endian. */
export const prefixLength = 5;

const emptyPrefix = new Uint8Array(prefixLength);

/** A writer keeps the room it once needed; what a large message needed is not kept. */
const keptBytesMax = 64 * 1024;

// One writer for all: a new one would allocate its room anew for every message.
let writer = new BinaryWriter();

/** A message with its prefix, written in one go: the prefix's place is kept free before it. */
export function frameOf<Message>(type: Encoder<Message>, message: Message): Uint8Array {
  const frame = written(type, message);
  const length = frame.length - prefixLength;
  frame[1] = length >>> 24;
  frame[2] = length >>> 16;
  frame[3] = length >>> 8;
  frame[4] = length;
  return frame;
}

function written<Message>(type: Encoder<Message>, message: Message): Uint8Array {
  try {
    const frame = type.encode(message, writer.raw(emptyPrefix)).finish();
    if (frame.length > keptBytesMax) writer = new BinaryWriter();
    return frame;
  } catch (error) {
    // Half a message is in it.
    writer = new BinaryWriter();
    throw error;
  }
}
