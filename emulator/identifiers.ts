import { randomFillSync } from "node:crypto";

const identifierBytes = 16;

/** So many are drawn at once, which costs about as much as to draw one. */
const drawnCount = 256;

/** Makes identifiers of 32 lower-case hexadecimal digits, all of them random. */
export function createIdentifiers(): () => string {
  const bytes = Buffer.alloc(drawnCount * identifierBytes);
  let end = bytes.length;
  return () => {
    if (end === bytes.length) {
      randomFillSync(bytes);
      end = 0;
    }
    end += identifierBytes;
    return bytes.toString("hex", end - identifierBytes, end);
  };
}
