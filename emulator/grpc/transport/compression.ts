import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { type Failure, status } from "./status.ts";

const decompressors = { gzip: promisify(gunzip), deflate: promisify(inflate) };

export type Compression = keyof typeof decompressors;

/** What a request may be compressed with, as `grpc-accept-encoding` lists it. */
export const acceptedEncodings = ["identity", ...Object.keys(decompressors)].join(",");

export function isCompression(encoding: string): encoding is Compression {
  return Object.hasOwn(decompressors, encoding);
}

/** The message, or why there is none: it is damaged, or grows over the limit. */
export async function decompress(
  compression: Compression,
  bytes: Buffer,
  bytesMax: number,
): Promise<Buffer | Failure> {
  try {
    return await decompressors[compression](bytes, { maxOutputLength: bytesMax });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") return tooLargeWithin(bytesMax);
    return { code: status.INTERNAL, message: `Failed to decompress the request: ${message}` };
  }
}

function tooLargeWithin(bytesMax: number): Failure {
  return {
    code: status.RESOURCE_EXHAUSTED,
    message: `The request decompresses to more than ${bytesMax} bytes, the most that is taken.`,
  };
}
