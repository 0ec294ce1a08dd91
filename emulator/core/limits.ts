import { textLength } from "./text-length.ts";

/** Limits of the service, so that what works here works there. Sizes in bytes of UTF-8. */
export const limits = {
  /** Each of: orchestrator and activity input and output, event data, custom status. */
  payloadBytes: 1_048_576,
  instanceIdLength: 100,
  /** What names a thing is no payload: the characters of all its names and tags together. */
  labelLength: 65_536,
} as const;

/** The text of a refusal when the labels together are too long, or nothing. */
export function overlong(what: string, labels: unknown): string | undefined {
  const length = textLength(labels);
  return length > limits.labelLength
    ? `${what} have ${length} characters; the limit is ${limits.labelLength}. ` +
        "Pass data in the input."
    : undefined;
}

/** The text of a refusal when the payload is too large, or nothing. */
export function oversize(field: string, payload: string | undefined): string | undefined {
  if (payload === undefined || payload.length * 3 <= limits.payloadBytes) return undefined;
  const bytes = Buffer.byteLength(payload);
  if (bytes <= limits.payloadBytes) return undefined;
  return (
    `${field} has ${bytes} bytes; the limit is ${limits.payloadBytes}. ` +
    "Store the data elsewhere and pass a reference to it."
  );
}
