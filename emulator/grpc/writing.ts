import { BinaryWriter } from "@bufbuild/protobuf/wire";

type Write = (writer: BinaryWriter) => void;

/** Writers at rest, with the memory that they have grown. */
const spare: BinaryWriter[] = [];

/**
 * The bytes that are written, in memory of their own. The writer's is used again: for messages of
 * this size, making and growing it would cost as much as all the rest of the encoding.
 */
export function written(write: Write): Uint8Array {
  return withWriter(write, (writer) => writer.finish());
}

/**
 * As `written`, for bytes that nobody keeps: in memory that Node shares out, of which what is kept
 * would keep others' in memory, too. Memory of their own costs most messages a microsecond.
 */
export function writtenToPass(write: Write): Buffer {
  return withWriter(write, (writer) => {
    // The writer has no way to its bytes but `finish`. TypeScript knows these names, and tells if
    // they change.
    const bytes = Buffer.from(writer["buffer"].subarray(0, writer["pos"]));
    writer["pos"] = 0;
    return bytes;
  });
}

function withWriter<Bytes>(write: Write, take: (writer: BinaryWriter) => Bytes): Bytes {
  const writer = spare.pop() ?? new BinaryWriter();
  // One that throws leaves its writer half full, and nobody uses it again.
  write(writer);
  const bytes = take(writer);
  spare.push(writer);
  return bytes;
}
