import { BinaryWriter } from "@bufbuild/protobuf/wire";

/** Writers at rest, with the memory that they have grown. */
const spare: BinaryWriter[] = [];

/**
 * The bytes that are written, in memory of their own. The writer's is used again: for messages of
 * this size, making and growing it would cost as much as all the rest of the encoding.
 */
export function written(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = spare.pop() ?? new BinaryWriter();
  // One that throws leaves its writer half full, and nobody uses it again.
  write(writer);
  const bytes = writer.finish();
  spare.push(writer);
  return bytes;
}
