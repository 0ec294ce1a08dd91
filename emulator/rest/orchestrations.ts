import { Hono } from "hono";
import { isTerminal } from "../core/status.ts";
import type { HubCommands } from "../scheduler.ts";
import type { Reader } from "../store/reader.ts";
import type { HubContext, HubEnvironment } from "./hub-of.ts";
import { type JsonRecord, recordOf, textOf } from "./json-record.ts";
import { orchestrationJson, payloadsJson } from "./orchestration-json.ts";
import { orchestrationQueryOf, triviaOf } from "./orchestration-query.ts";
import { problem, refused } from "./problem.ts";
import { historyEventJson } from "./protocol-json.ts";
import { startRequestOf } from "./start-request.ts";

const historyPage = 1_000;

/** The orchestrations of one hub, as the scheduler's own dashboard and tools ask for them. */
export function orchestrationRoutes(reader: Reader): Hono<HubEnvironment> {
  return new Hono<HubEnvironment>()
    .post("/query", async (context) => {
      const query = orchestrationQueryOf((await bodyOf(context)) ?? {});
      if (typeof query === "string") return invalid(context, query);
      const { hub } = context.var;
      const [views, totalCount, counts] = await Promise.all([
        reader.instances(hub, query),
        reader.countInstances(hub, query.filter),
        reader.countByStatus(hub),
      ]);
      const orchestrations = views.map(orchestrationJson);
      return context.json({ orchestrations, totalCount, trivia: triviaOf(counts) });
    })
    .post("/addhistoryevents", async (context) => {
      const events = recordOf((await bodyOf(context))?.events);
      if (events === undefined) return invalid(context, "events is an object of events by id");
      const failed: string[] = [];
      for (const [id, event] of Object.entries(events)) {
        if ((await addEvent(reader, context, id, event)) !== undefined) failed.push(id);
      }
      return context.json(failed);
    })
    .get("/:id", async (context) => {
      const view = await reader.instance(context.var.hub, context.req.param("id"));
      return view === undefined ? notFound(context) : context.json(orchestrationJson(view));
    })
    .get("/:id/payloads", async (context) => {
      const view = await reader.instance(context.var.hub, context.req.param("id"));
      return view === undefined ? notFound(context) : context.json(payloadsJson(view));
    })
    .get("/:id/executions/:executionId/history", async (context) => {
      const { id, executionId } = context.req.param();
      const view = await reader.instance(context.var.hub, id);
      if (view?.orchestration.executionId !== executionId) return notFound(context);
      return context.json((await wholeHistory(reader, context.var.hub, id)).map(historyEventJson));
    })
    .post("/", async (context) => {
      const request = startRequestOf((await bodyOf(context)) ?? {});
      if (typeof request === "string") return invalid(context, request);
      const started = await context.var.commands.start(request);
      if (!started.ok) return refused(context, started);
      const { instanceId } = started;
      context.header("Location", `${context.req.path}/${encodeURIComponent(instanceId)}`);
      return context.json({ instanceId }, 201);
    })
    .post("/:id/history", async (context) => {
      const fault = await addEvent(reader, context, context.req.param("id"), await bodyOf(context));
      return fault ?? context.body(null, 204);
    });
}

async function wholeHistory(reader: Reader, hub: string, id: string) {
  const events = [];
  for (;;) {
    const page = await reader.history(hub, id, events.length, historyPage);
    events.push(...page);
    if (page.length < historyPage) return events;
  }
}

type Send = (commands: HubCommands, id: string, event: JsonRecord) => Promise<void>;

const sends: Readonly<Record<string, Send>> = {
  executionSuspended: (commands, id, event) => commands.suspend(id, reasonOf(event)),
  executionResumed: (commands, id, event) => commands.resume(id, reasonOf(event)),
  executionTerminated: (commands, id, event) =>
    commands.terminate(id, textOf(event.input) ?? reasonOf(event), event.recurse === true),
  eventRaised: (commands, id, event) =>
    commands.raiseEvent(id, textOf(event.name) ?? "", textOf(event.input)),
};

/** Sends the event, or answers why not. */
async function addEvent(
  reader: Reader,
  context: HubContext,
  id: string,
  event: unknown,
): Promise<Response | undefined> {
  const body = recordOf(event) ?? {};
  const kind = Object.keys(sends).find((name) => recordOf(body[name]) !== undefined);
  const send = kind === undefined ? undefined : sends[kind];
  if (kind === undefined || send === undefined) {
    return invalid(context, `an event is one of ${Object.keys(sends).join(", ")}`);
  }
  const view = await reader.instance(context.var.hub, id);
  if (view === undefined) return notFound(context);
  if (isTerminal(view.orchestration.status)) {
    return problem(context, 409, "failed-precondition", `Instance '${id}' has already ended.`);
  }
  await send(context.var.commands, id, recordOf(body[kind]) ?? {});
  return undefined;
}

function reasonOf(event: JsonRecord): string | undefined {
  return textOf(event.reason) ?? textOf(event.input);
}

async function bodyOf(context: HubContext): Promise<JsonRecord | undefined> {
  return recordOf(await context.req.json().catch(() => undefined));
}

function invalid(context: HubContext, message: string): Response {
  return problem(context, 400, "invalid-argument", message);
}

function notFound(context: HubContext): Response {
  const message = `No orchestration at ${context.req.path} in task hub '${context.var.hub}'.`;
  return problem(context, 404, "not-found", message);
}
