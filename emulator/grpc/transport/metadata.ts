import type { IncomingHttpHeaders } from "node:http2";

/** The headers of a call. */
export interface Metadata {
  /** The names of headers are lower case on the wire, however the client wrote them. */
  get(name: string): string | undefined;
}

export function metadataOf(headers: IncomingHttpHeaders): Metadata {
  return {
    get(name) {
      const value = headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
  };
}
