import { type Context, Hono } from "hono";
import { givenVersion } from "../api-version.ts";
import { ArmError } from "../arm-error.ts";
import { childKinds } from "../kinds/all-kinds.ts";
import { scheduler } from "../kinds/scheduler.ts";
import { type Operation, statusOf } from "../operation.ts";
import { ancestorId, namespace } from "../resource.ts";
import { subscriptionOf, versionOf } from "../target.ts";
import { groupView, resourceView } from "../view.ts";
import { acceptedAnswer, monitorUrl, retryLater } from "./answers.ts";
import type { RouteContext } from "./environment.ts";

const base = "/subscriptions/:subscription";
const inProvider = `${base}/providers/${namespace}/locations/:location`;

/** How work that went on after its request has ended. */
export function operationRoutes(route: RouteContext): Hono {
  return new Hono()
    .get(`${inProvider}/operationStatuses/:id`, (context) => status(context, route))
    .get(`${inProvider}/operationResults/:id`, (context) => result(context, route))
    .get(`${base}/operationResults/:id`, (context) => result(context, route));
}

function status(context: Context, { plane }: RouteContext): Response {
  const operation = operationAt(context, plane.records.operation);
  const { id, startedAt, endedAt, error } = operation;
  if (endedAt === undefined) retryLater(context);
  return context.json({
    id: new URL(monitorUrl(context, operation, "operationStatuses")).pathname,
    name: id,
    status: statusOf(operation),
    startTime: new Date(startedAt).toISOString(),
    ...(endedAt !== undefined && { endTime: new Date(endedAt).toISOString() }),
    ...(error !== undefined && { error }),
  });
}

/** The answer that the request would have had, had it waited. */
function result(context: Context, { plane, view }: RouteContext): Response {
  const operation = operationAt(context, plane.records.operation);
  const { action, resourceId, error } = operation;
  if (operation.endedAt === undefined) return acceptedAnswer(context, operation);
  if (error !== undefined) throw new ArmError(500, error.code, error.message);
  const resource = plane.find(resourceId);
  if (action === "delete" || resource === undefined) return context.body(null, 204);
  const kind = [scheduler, ...childKinds].find((known) => known.kind === resource.kind);
  if (kind === undefined) return context.json(groupView(resource));
  const version = versionOf(context, resource.kind, kind.since);
  return context.json(resourceView(kind, resource, version, view));
}

function operationAt(context: Context, find: (id: string) => Operation | undefined): Operation {
  givenVersion(context.req.query("api-version"));
  const id = context.req.param("id") ?? "";
  const operation = find(id);
  const subscription = `/subscriptions/${subscriptionOf(context)}`.toLowerCase();
  const isOwn = ancestorId(operation?.resourceId ?? "", 1).toLowerCase() === subscription;
  if (operation !== undefined && isOwn) return operation;
  throw new ArmError(404, "OperationNotFound", `The operation '${id}' could not be found.`);
}
