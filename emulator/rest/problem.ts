import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Rejection, RejectionCode } from "../core/rejection.ts";

/** The body of every answer that is not a success. */
export interface Problem {
  readonly error: { readonly code: string; readonly message: string };
}

const statusOfRejection = {
  "not-found": 404,
  "already-exists": 409,
  "invalid-argument": 400,
  "failed-precondition": 409,
  "lease-lost": 409,
} as const satisfies Record<RejectionCode, ContentfulStatusCode>;

export function problem(
  context: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
): Response {
  return context.json({ error: { code, message } } satisfies Problem, status);
}

export function invalid(context: Context, message: string): Response {
  return problem(context, 400, "invalid-argument", message);
}

export function notFound(context: Context, message: string): Response {
  return problem(context, 404, "not-found", message);
}

export function noOrchestration(hub: string, instanceId: string): string {
  return `No orchestration '${instanceId}' in task hub '${hub}'. It may have been purged.`;
}

export function nothingHere(context: Context): Response {
  return notFound(context, `Nothing is served at ${context.req.path}.`);
}

export function refused(context: Context, rejection: Rejection): Response {
  return problem(context, statusOfRejection[rejection.code], rejection.code, rejection.message);
}
