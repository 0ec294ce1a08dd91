import type { Failure } from "./status.ts";

/** The headers that carry a status: the last thing that is sent of a call. */
export type StatusHeaders = {
  readonly "grpc-status": number;
  readonly "grpc-message"?: string;
};

/** Shared by all calls that went well. */
export const okHeaders: StatusHeaders = { "grpc-status": 0 };

/** Clients take 8 KiB of headers: so much fits, whatever it is written in. */
const messageLengthMax = 800;

export function headersOf({ code, message }: Failure): StatusHeaders {
  return { "grpc-status": code, "grpc-message": percentEncoded(message) };
}

/** Spaces and visible ASCII but "%" stand for themselves, all else for its UTF-8. */
function percentEncoded(message: string): string {
  const text = message.slice(0, messageLengthMax).toWellFormed();
  return text.replace(/[^\x20-\x24\x26-\x7e]+/gu, encodeURIComponent);
}
