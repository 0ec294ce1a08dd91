import { type Context, Hono } from "hono";
import {
  missingGroup,
  newResource,
  outdatedHubs,
  refuseChange,
  requestedContent,
  schedulerAbove,
} from "../change.ts";
import type { Kind } from "../kinds/kind.ts";
import { refuseNested, resourceNotFound } from "../refusals.ts";
import { bodyOf } from "../request-body.ts";
import type { Resource } from "../resource.ts";
import type { Target } from "../target.ts";
import { resourceView } from "../view.ts";
import { acceptedAnswer, createdAnswer, notAllowed } from "./answers.ts";
import type { RouteContext } from "./environment.ts";

/** Reading, creating, changing and deleting one resource of a kind: alike for every kind. */
export function resourceRoutes(
  route: RouteContext,
  kind: Kind,
  path: string,
  targetOf: (context: Context, kind: Kind) => Target,
): Hono {
  const { inTurn } = route.plane;
  return new Hono()
    .get(path, (context) => {
      const target = targetOf(context, kind);
      schedulerAbove(route.plane, target, kind);
      return context.json(shown(route, kind, existing(route, kind, target), target));
    })
    .put(path, async (context) => {
      const target = targetOf(context, kind);
      const body = await bodyOf(context);
      return inTurn(() => put(context, route, kind, target, body));
    })
    .patch(path, async (context) => {
      const target = targetOf(context, kind);
      if (!kind.canPatch) return notAllowed(context);
      const body = await bodyOf(context);
      return inTurn(() => patch(context, route, kind, target, body));
    })
    .delete(path, (context) => {
      const target = targetOf(context, kind);
      return inTurn(() => remove(context, route, kind, target));
    })
    .all(path, notAllowed);
}

type Body = Awaited<ReturnType<typeof bodyOf>>;

async function put(
  context: Context,
  route: RouteContext,
  kind: Kind,
  target: Target,
  body: Body,
): Promise<Response> {
  const { plane } = route;
  const scheduler = schedulerAbove(plane, target, kind);
  refuseChange(plane, kind, target);
  const previous = plane.find(target.id);
  const content = requestedContent(kind, body, target, previous, scheduler, "PUT");
  const resource = newResource(kind.kind, target.id, content, plane.now());
  if (previous === undefined) {
    const saved = missingGroup(plane, target, content);
    const beside = { saved, removed: outdatedHubs(plane, resource) };
    const operation = await plane.operations.begin("create", resource, beside);
    return createdAnswer(
      context,
      shown(route, kind, existing(route, kind, target), target),
      operation,
    );
  }
  const { id, name, createdAt } = previous;
  await plane.records.save({ saved: [{ ...resource, id, name, createdAt }] });
  return context.json(shown(route, kind, existing(route, kind, target), target));
}

async function patch(
  context: Context,
  route: RouteContext,
  kind: Kind,
  target: Target,
  body: Body,
): Promise<Response> {
  const { plane } = route;
  const scheduler = schedulerAbove(plane, target, kind);
  const previous = existing(route, kind, target);
  refuseChange(plane, kind, target);
  const content = requestedContent(kind, body, target, previous, scheduler, "PATCH");
  const { id, name, createdAt } = previous;
  const resource = newResource(kind.kind, target.id, content, plane.now());
  const changed = { ...resource, id, name, createdAt };
  return acceptedAnswer(context, await plane.operations.begin("update", changed));
}

async function remove(
  context: Context,
  { plane }: RouteContext,
  kind: Kind,
  target: Target,
): Promise<Response> {
  const resource = plane.find(target.id);
  if (resource === undefined) return context.body(null, 204);
  refuseChange(plane, kind, target);
  if (kind.kind === "schedulers") refuseNested(resource, plane.below(resource.id, "taskHubs"));
  return acceptedAnswer(context, await plane.operations.begin("delete", resource));
}

function existing({ plane }: RouteContext, kind: Kind, { id }: Target): Resource {
  return plane.find(id) ?? resourceNotFound(id, kind.type);
}

function shown({ view }: RouteContext, kind: Kind, resource: Resource, { version }: Target) {
  return resourceView(kind, resource, version, view);
}
