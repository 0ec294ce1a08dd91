import { Hono } from "hono";
import { oversize } from "../core/limits.ts";
import type { Rejection } from "../core/rejection.ts";
import type { Done, Started } from "../scheduler.ts";
import type { Reader } from "../store/reader.ts";
import { jsonOf, withFields } from "./fields.ts";
import { addEvent, effectOf } from "./history-events.ts";
import type { HubContext, HubEnvironment } from "./hub-of.ts";
import type { JsonRecord } from "./json-record.ts";
import { countFault, each, failedIds, idsIn } from "./many.ts";
import { invalid, noOrchestration, notFound, refused } from "./problem.ts";
import { startRequestOf, startShape } from "./start-request.ts";

/** Changing the orchestrations of one hub; each route answers once its effect is stored. */
export function orchestrationWriting(reader: Reader): Hono<HubEnvironment> {
  return new Hono<HubEnvironment>()
    .post(
      "/",
      withFields(startShape, async (context, fields) => {
        const request = startRequestOf(fields);
        if (typeof request === "string") return invalid(context, request);
        return started(context, context.req.path, 201, await context.var.commands.start(request));
      }),
    )
    .post(
      "/addhistoryevents",
      withFields({ events: "object" }, (context, { events }) =>
        events === undefined
          ? invalid(context, "events is needed: an object of events by instance id")
          : addEvents(reader, context, events),
      ),
    )
    .post(
      "/forceterminate",
      withFields({ InstanceIds: "texts", Reason: "text" }, async (context, fields) => {
        const { InstanceIds: ids, Reason: reason } = fields;
        if (ids === undefined) return invalid(context, "InstanceIds is needed: a list of ids");
        const fault = countFault(ids) ?? oversize("Reason", reason);
        if (fault !== undefined) return invalid(context, fault);
        const { commands } = context.var;
        const end = (id: string) => commands.forceTerminate(id, reason);
        return context.json(await failedIds(each(ids, end)));
      }),
    )
    .post(
      "/:id/restart",
      withFields({ restartWithNewInstanceId: "flag" }, async (context, fields) => {
        const { restartWithNewInstanceId = false } = fields;
        const id = context.req.param("id") ?? "";
        const result = await context.var.commands.restart(id, restartWithNewInstanceId);
        const collection = context.req.path.split("/").slice(0, -2).join("/");
        return started(context, collection, 200, result);
      }),
    )
    .post("/:id/history", async (context) => {
      const effect = effectOf(await jsonOf(context));
      if (typeof effect === "string") return invalid(context, effect);
      const id = context.req.param("id");
      return done(context, id, await addEvent(reader, context.var.commands, id, effect));
    })
    .delete("/purge", async (context) => {
      const ids = idsIn(await jsonOf(context));
      if (typeof ids === "string") return invalid(context, ids);
      const { commands } = context.var;
      return context.json(await failedIds(each(ids, (id) => commands.purge(id))));
    })
    .delete("/:id", async (context) => {
      const id = context.req.param("id");
      return done(context, id, await context.var.commands.purge(id));
    });
}

/** All events are looked at before the first of them is sent. */
async function addEvents(
  reader: Reader,
  context: HubContext,
  events: JsonRecord,
): Promise<Response> {
  const fault = countFault(Object.keys(events));
  if (fault !== undefined) return invalid(context, fault);
  const { commands } = context.var;
  const acts = new Map<string, () => Promise<Done | Rejection>>();
  for (const [id, event] of Object.entries(events)) {
    const effect = effectOf(event);
    if (typeof effect === "string") return invalid(context, `event for '${id}': ${effect}`);
    acts.set(id, () => addEvent(reader, commands, id, effect));
  }
  return context.json(await failedIds(acts));
}

function started(
  context: HubContext,
  collection: string,
  status: 200 | 201,
  result: Started | Rejection,
): Response {
  if (!result.ok) return refused(context, result);
  const { instanceId } = result;
  context.header("Location", `${collection}/${encodeURIComponent(instanceId)}`);
  return context.json({ instanceId }, status);
}

function done(context: HubContext, id: string, result: Done | Rejection): Response {
  if (result.ok) return context.body(null, 204);
  return result.code === "not-found"
    ? notFound(context, noOrchestration(context.var.hub, id))
    : refused(context, result);
}
