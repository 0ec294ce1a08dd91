import { Hono } from "hono";
import type { Reader } from "../store/reader.ts";
import { withFields } from "./fields.ts";
import type { HubContext, HubEnvironment } from "./hub-of.ts";
import { invalid, notFound, problem } from "./problem.ts";
import { type Dialect, dialectOf } from "./schedule-dialect.ts";
import { type SchedulesJson, scheduleOf, scheduleStatuses } from "./schedule-json.ts";
import { scheduleEntityId, scheduleRequestOf, scheduleShape } from "./schedule-request.ts";

const pageLength = 100;

/**
 * Schedules are entities that a library of the SDKs runs: their state is read, and what is to
 * change is sent to them as the library's own operations. An answer of 202 means that a worker will
 * do it.
 */
export function scheduleRoutes(reader: Reader): Hono<HubEnvironment> {
  return new Hono<HubEnvironment>()
    .get("/", async (context) => {
      const token = context.req.query("continuationToken");
      const after = token === undefined || token === "" ? undefined : decoded(token);
      const views = await reader.entities(context.var.hub, {
        filter: { idPrefix: scheduleEntityId("") },
        orderBy: "instanceId",
        direction: "ascending",
        ...(after !== undefined && { after: { value: after, instanceId: after } }),
        limit: pageLength + 1,
        withState: true,
      });
      const page = views.slice(0, pageLength);
      const last = views.length > pageLength ? page.at(-1)?.entity.instanceId : undefined;
      return context.json({
        entities: page.flatMap(({ entity }) => scheduleOf(entity.state) ?? []),
        ...(last !== undefined && { continuationToken: Buffer.from(last).toString("base64url") }),
      } satisfies SchedulesJson);
    })
    .post(
      "/",
      withFields(scheduleShape, (context, body) => {
        const request = scheduleRequestOf(body);
        if (typeof request === "string") return invalid(context, request);
        const entityId = scheduleEntityId(request.scheduleId);
        return send(context, entityId, ({ create, creation }) => [create, creation(request)]);
      }),
    )
    .post("/:id/pause", (context) =>
      change(reader, context, "Active", ({ pause }) => [pause, undefined]),
    )
    .post("/:id/resume", (context) =>
      change(reader, context, "Paused", ({ resume }) => [resume, undefined]),
    )
    .delete("/:id", async (context) => {
      const { hub, commands } = context.var;
      const entityId = scheduleEntityId(context.req.param("id"));
      if (scheduleOf((await reader.entity(hub, entityId))?.entity.state) === undefined) {
        return missing(context);
      }
      await commands.purge(entityId);
      return context.body(null, 204);
    });
}

type Operation = (dialect: Dialect) => readonly [name: string, input: object | undefined];

async function send(
  context: HubContext,
  entityId: string,
  operation: Operation,
): Promise<Response> {
  const { hub, commands } = context.var;
  const dialect = dialectOf(commands.workers());
  if (dialect === undefined) {
    return problem(context, 409, "failed-precondition", noWorker(hub));
  }
  const [name, input] = operation(dialect);
  await commands.signal(entityId, name, input && JSON.stringify(input));
  return context.body(null, 202);
}

async function change(
  reader: Reader,
  context: HubContext,
  from: keyof typeof scheduleStatuses,
  operation: Operation,
): Promise<Response> {
  const entityId = scheduleEntityId(context.req.param("id") ?? "");
  const view = await reader.entity(context.var.hub, entityId);
  const schedule = scheduleOf(view?.entity.state);
  if (schedule === undefined) return missing(context);
  if (schedule.Status !== scheduleStatuses[from]) {
    const message = `Schedule '${context.req.param("id")}' is not ${from.toLowerCase()}.`;
    return problem(context, 409, "failed-precondition", message);
  }
  return send(context, entityId, operation);
}

function noWorker(hub: string): string {
  return (
    `No worker that runs schedules is connected to task hub '${hub}'. ` +
    "Start one whose SDK has its scheduled tasks switched on, then send this again."
  );
}

function missing(context: HubContext): Response {
  const id = context.req.param("id");
  return notFound(context, `No schedule '${id}' in task hub '${context.var.hub}'.`);
}

function decoded(token: string): string {
  return Buffer.from(token, "base64url").toString();
}
