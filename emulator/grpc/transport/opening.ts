import type { IncomingHttpHeaders } from "node:http2";
import { acceptedEncodings, type Compression, isCompression } from "./compression.ts";
import { type Metadata, metadataOf } from "./metadata.ts";
import type { Run } from "./route.ts";
import type { Routes } from "./routes.ts";
import { type Failure, status } from "./status.ts";
import { timeoutMillis } from "./timeout.ts";

/** A call that may go on: what runs it, and how its request is to be read. */
export interface Opening {
  readonly run: Run;
  readonly compression: Compression | undefined;
  readonly timeoutMillis: number | undefined;
}

export interface OpeningRules {
  readonly routes: Routes;
  /** Why this caller may not call, if so. */
  readonly refusalOf: (metadata: Metadata) => Failure | undefined;
}

/** Decides by a call's headers alone, before its request is read, whether it may go on. */
export function openingOf(
  headers: IncomingHttpHeaders,
  { routes, refusalOf }: OpeningRules,
): Opening | Failure {
  const path = headers[":path"] ?? "";
  const run = routes.get(path);
  if (run === undefined) return unknownMethod(path);
  if (typeof run !== "function") return run;
  const refusal = refusalOf(metadataOf(headers));
  if (refusal !== undefined) return refusal;
  const encoding = String(headers["grpc-encoding"] ?? "identity");
  const compression = isCompression(encoding) ? encoding : undefined;
  if (compression === undefined && encoding !== "identity") return unknownEncoding(encoding);
  const timeout = headers["grpc-timeout"];
  const millis = timeout === undefined ? undefined : timeoutMillis(String(timeout));
  if (timeout !== undefined && millis === undefined) return invalidTimeout(String(timeout));
  return { run, compression, timeoutMillis: millis };
}

const unknownMethod = (path: string): Failure => ({
  code: status.UNIMPLEMENTED,
  message: `The server does not implement the method ${path}`,
});

const unknownEncoding = (encoding: string): Failure => ({
  code: status.UNIMPLEMENTED,
  message: `The request is compressed by "${encoding}"; use one of ${acceptedEncodings}.`,
});

const invalidTimeout = (value: string): Failure => ({
  code: status.INTERNAL,
  message: `Invalid grpc-timeout value "${value}"`,
});
