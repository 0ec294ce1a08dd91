import { type Context, Hono } from "hono";
import { givenVersion } from "../api-version.ts";
import { type Fault, refuseFaults } from "../arm-error.ts";
import { newResource } from "../change.ts";
import { locationOf, tagsOf } from "../kinds/tracked.ts";
import { listPage } from "../list-page.ts";
import { mergePatch } from "../members.ts";
import { groupNotFound, refuseBusy } from "../refusals.ts";
import { bodyOf } from "../request-body.ts";
import type { Resource } from "../resource.ts";
import { groupIdOf, subscriptionOf } from "../target.ts";
import { groupView } from "../view.ts";
import { acceptedAnswer, notAllowed } from "./answers.ts";
import type { RouteContext } from "./environment.ts";

const all = "/subscriptions/:subscription/resourceGroups";
const one = `${all}/:group`;

/** Resource groups: places for schedulers, deleted with all that is in them. */
export function resourceGroupRoutes({ plane }: RouteContext): Hono {
  const { inTurn, operations } = plane;
  return new Hono()
    .get(all, (context) => {
      givenVersion(context.req.query("api-version"));
      const id = `/subscriptions/${subscriptionOf(context)}`;
      return listPage(context, plane.below(id, "resourceGroups"), groupView);
    })
    .get(one, (context) => {
      const id = checkedId(context);
      const group = plane.find(id);
      // "Does it exist?" is asked by HEAD and answered by the status alone.
      if (context.req.method === "HEAD") return context.body(null, group === undefined ? 404 : 204);
      return context.json(groupView(group ?? groupNotFound(id)));
    })
    .on(["PUT", "PATCH"], one, async (context) => {
      const id = checkedId(context);
      const body = await bodyOf(context);
      return inTurn(async () => {
        const previous = plane.find(id);
        if (context.req.method === "PATCH" && previous === undefined) return groupNotFound(id);
        refuseBusy(previous);
        const group = changedGroup(context, id, body, previous, plane.now());
        await plane.records.save({ saved: [group] });
        return context.json(groupView(group), previous === undefined ? 201 : 200);
      });
    })
    .delete(one, (context) => {
      const id = checkedId(context);
      return inTurn(async () => {
        const group = plane.find(id) ?? groupNotFound(id);
        refuseBusy(group);
        return acceptedAnswer(context, await operations.begin("delete", group));
      });
    })
    .all(all, notAllowed)
    .all(one, notAllowed);
}

function checkedId(context: Context): string {
  givenVersion(context.req.query("api-version"));
  return groupIdOf(context);
}

function changedGroup(
  context: Context,
  id: string,
  body: Awaited<ReturnType<typeof bodyOf>>,
  previous: Resource | undefined,
  at: number,
): Resource {
  const faults: Fault[] = [];
  const kept = context.req.method === "PATCH" ? { tags: previous?.tags ?? {} } : {};
  const merged = mergePatch(kept, body);
  const location = locationOf(merged, previous);
  const tags = tagsOf(merged, faults);
  refuseFaults(faults);
  const group = newResource("resourceGroups", id, { location, tags, properties: {} }, at);
  if (previous === undefined) return group;
  return { ...group, id: previous.id, name: previous.name, createdAt: previous.createdAt };
}
