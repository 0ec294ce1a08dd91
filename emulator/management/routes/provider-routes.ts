import { Hono } from "hono";
import { childKinds } from "../kinds/all-kinds.ts";
import type { Kind } from "../kinds/kind.ts";
import { scheduler } from "../kinds/scheduler.ts";
import { listPage } from "../list-page.ts";
import { groupNotFound, parentNotFound, resourceNotFound } from "../refusals.ts";
import { namespace, type Resource } from "../resource.ts";
import {
  childTarget,
  groupIdOf,
  schedulerTarget,
  shortType,
  subscriptionOf,
  versionOf,
} from "../target.ts";
import { resourceView } from "../view.ts";
import { notAllowed } from "./answers.ts";
import type { RouteContext } from "./environment.ts";
import { privateLinkRoutes } from "./private-link-routes.ts";
import { resourceRoutes } from "./resource-routes.ts";

const inSubscription = `/subscriptions/:subscription/providers/${namespace}/schedulers`;
const group = "/subscriptions/:subscription/resourceGroups/:group";
const inGroup = `${group}/providers/${namespace}/schedulers`;
const one = `${inGroup}/:scheduler`;

/** Schedulers and all that is below them. */
export function providerRoutes(route: RouteContext): Hono {
  const routes = new Hono()
    .route("/", schedulerLists(route))
    .route("/", resourceRoutes(route, scheduler, one, schedulerTarget))
    .route("/", privateLinkRoutes(route, one));
  for (const kind of childKinds) {
    const path = `${one}/${kind.kind}`;
    routes.route("/", childList(route, kind, path));
    routes.route("/", resourceRoutes(route, kind, `${path}/:name`, childTarget));
  }
  return routes.route("/", restartRoute(route));
}

function schedulerLists({ plane, view }: RouteContext): Hono {
  return new Hono()
    .get(inSubscription, (context) => {
      const version = versionOf(context, shortType(scheduler), scheduler.since);
      const id = `/subscriptions/${subscriptionOf(context)}`;
      const show = (found: Resource) => resourceView(scheduler, found, version, view);
      return listPage(context, plane.below(id, "schedulers"), show);
    })
    .get(inGroup, (context) => {
      const version = versionOf(context, shortType(scheduler), scheduler.since);
      const id = groupIdOf(context);
      if (plane.find(id) === undefined) groupNotFound(id);
      const show = (found: Resource) => resourceView(scheduler, found, version, view);
      return listPage(context, plane.below(id, "schedulers"), show);
    })
    .all(inSubscription, notAllowed)
    .all(inGroup, notAllowed);
}

function childList({ plane, view }: RouteContext, kind: Kind, path: string): Hono {
  return new Hono()
    .get(path, (context) => {
      const version = versionOf(context, shortType(kind), kind.since);
      const { id } = schedulerTarget(context, scheduler);
      if (plane.find(id) === undefined) parentNotFound(id, kind.type);
      const show = (found: Resource) => resourceView(kind, found, version, view);
      return listPage(context, plane.below(id, kind.kind), show);
    })
    .all(path, notAllowed);
}

/** The service starts its machines again; here nothing needs it, and nothing is lost. */
function restartRoute({ plane }: RouteContext): Hono {
  const path = `${one}/restart`;
  return new Hono()
    .post(path, (context) => {
      versionOf(context, "schedulers/restart", "2026-05-01-preview");
      const { id } = schedulerTarget(context, scheduler);
      if (plane.find(id) === undefined) resourceNotFound(id, scheduler.type);
      return context.body(null, 204);
    })
    .all(path, notAllowed);
}
