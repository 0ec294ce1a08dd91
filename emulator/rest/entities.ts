import { Hono } from "hono";
import { entityIdOf } from "../core/instance-id.ts";
import type { Reader } from "../store/reader.ts";
import { type EntitiesJson, entityJson } from "./entity-json.ts";
import { entityQueryOf, entityQueryShape } from "./entity-query.ts";
import { jsonOf, withFields } from "./fields.ts";
import type { HubContext, HubEnvironment } from "./hub-of.ts";
import { each, failedIds, idsIn } from "./many.ts";
import { invalid, notFound } from "./problem.ts";

/** The entities of one hub. Deleting one forgets its state; who waits for it is still answered. */
export function entityRoutes(reader: Reader): Hono<HubEnvironment> {
  const find = (context: HubContext, id: string) =>
    reader.entity(context.var.hub, entityIdOf(id) ?? "");
  const remove = ({ var: { commands } }: HubContext, id: string) =>
    commands.purge(entityIdOf(id) ?? "@");

  return new Hono<HubEnvironment>()
    .post(
      "/query",
      withFields(entityQueryShape, async (context, body) => {
        const query = entityQueryOf(body);
        if (typeof query === "string") return invalid(context, query);
        const { hub } = context.var;
        const [views, totalCount] = await Promise.all([
          reader.entities(hub, query),
          body.fetchTotalCount === true ? reader.countEntities(hub, query.filter) : undefined,
        ]);
        return context.json({
          entities: views.map(entityJson),
          ...(totalCount !== undefined && { totalCount }),
        } satisfies EntitiesJson);
      }),
    )
    .get("/:id", async (context) => {
      const view = await find(context, context.req.param("id"));
      return view === undefined ? missing(context) : context.json(entityJson(view));
    })
    .get("/:id/state", async (context) => {
      const view = await find(context, context.req.param("id"));
      const state = view?.entity.state;
      if (state === undefined) return missing(context);
      // What SDKs write is JSON; it is passed on as it is, and never taken for a page.
      const headers = { "Content-Type": "application/json", "X-Content-Type-Options": "nosniff" };
      return context.body(state, 200, headers);
    })
    .delete("/delete", async (context) => {
      const ids = idsIn(await jsonOf(context));
      if (typeof ids === "string") return invalid(context, ids);
      return context.json(await failedIds(each(ids, (id) => remove(context, id))));
    })
    .delete("/:id", async (context) => {
      const removed = await remove(context, context.req.param("id"));
      return removed.ok ? context.body(null, 204) : missing(context);
    });
}

function missing(context: HubContext): Response {
  const id = context.req.param("id");
  return notFound(context, `No entity '${id}' in task hub '${context.var.hub}'.`);
}
