import type { Context } from "hono";
import { ArmError } from "../arm-error.ts";
import type { Operation } from "../operation.ts";
import { ancestorId, namespace } from "../resource.ts";

/** Seconds. Less than one makes clients fall back on half a minute. */
const retryAfter = "1";

/** Where a client asks how an operation ended: in words, or by the answer it would have had. */
type Monitor = "operationStatuses" | "operationResults";

/** A resource was created, and the rest goes on: its end is told by the operation's status. */
export function createdAnswer(context: Context, body: object, operation: Operation): Response {
  const monitor = monitorUrl(context, operation, "operationStatuses");
  context.header("Azure-AsyncOperation", monitor);
  context.header("Retry-After", retryAfter);
  return context.json(body, 201);
}

/** The request was taken; the answer will be found at the location. */
export function acceptedAnswer(context: Context, operation: Operation): Response {
  context.header("Location", monitorUrl(context, operation, "operationResults"));
  context.header("Retry-After", retryAfter);
  return context.body(null, 202);
}

export function monitorUrl(context: Context, operation: Operation, monitor: Monitor): string {
  const { origin } = new URL(context.req.url);
  const subscription = ancestorId(operation.resourceId, 1);
  const isProviders = operation.resourceId.includes(`/providers/${namespace}/`);
  const place = isProviders ? `/providers/${namespace}/locations/global` : "";
  const version = encodeURIComponent(context.req.query("api-version") ?? "");
  return `${origin}${subscription}${place}/${monitor}/${operation.id}?api-version=${version}`;
}

export function retryLater(context: Context): void {
  context.header("Retry-After", retryAfter);
}

export function notAllowed(context: Context): never {
  throw new ArmError(
    405,
    "MethodNotAllowed",
    `The method ${context.req.method} is not allowed for ${context.req.path}.`,
  );
}
