/** How many characters all texts in plain data have together: about what it weighs in memory. */
export function textLength(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 0;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  let length = 0;
  for (const part of Object.values(value)) length += textLength(part);
  return length;
}
