import type { Row } from "./statements.ts";

/** About how many bytes a row's values have. */
export function bytesOf(row: Row): number {
  let bytes = 0;
  for (const value of row) {
    if (typeof value === "object" && value !== null) bytes += value.byteLength;
    else if (typeof value === "string") bytes += value.length;
  }
  return bytes;
}
