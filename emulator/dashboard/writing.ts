import { Hono } from "hono";
import { oversize } from "../core/limits.ts";
import { isTerminal, type Status } from "../core/status.ts";
import { fieldsOf } from "../rest/fields.ts";
import type { HubContext, HubEnvironment } from "../rest/hub-of.ts";
import { invalid, problem, refused } from "../rest/problem.ts";
import type { HubCommands, StartRequest } from "../scheduler.ts";
import type { DashboardScheduler } from "./dashboard-app.ts";
import { idOf, noInstance } from "./reading.ts";

/** What the page may do to a hub: each route is one command, and answers once it is stored. */
export function writingRoutes({ scheduler }: DashboardScheduler): Hono<HubEnvironment> {
  const { reader } = scheduler;

  /** Commands to missing or ended instances are dropped silently; a person should be told. */
  async function toLiving(context: HubContext, send: (commands: HubCommands) => Promise<void>) {
    const view = await reader.instance(context.var.hub, idOf(context));
    if (view === undefined) return noInstance(context);
    const { status } = view.orchestration;
    if (isTerminal(status)) return problem(context, 409, "ended", ended(idOf(context), status));
    await send(context.var.commands);
    return context.body(null, 204);
  }

  return new Hono<HubEnvironment>()
    .post("/instances", async (context) => {
      const fields = fieldsOf(await jsonOf(context), {
        name: "text",
        instanceId: "text",
        version: "text",
        input: "text",
        tags: "tags",
        scheduledStart: "number",
      });
      if (typeof fields === "string") return invalid(context, fields);
      const { name = "" } = fields;
      const fault = name === "" ? "name is needed" : oversize("input", fields.input);
      if (fault !== undefined) return invalid(context, fault);
      const started = await context.var.commands.start({ ...fields, name } satisfies StartRequest);
      return started.ok
        ? context.json({ instanceId: started.instanceId }, 201)
        : refused(context, started);
    })
    .post("/instance/events", async (context) => {
      const fields = fieldsOf(await jsonOf(context), { name: "text", input: "text" });
      if (typeof fields === "string") return invalid(context, fields);
      const { name = "", input } = fields;
      const fault = name === "" ? "name is needed" : oversize("input", input);
      if (fault !== undefined) return invalid(context, fault);
      return toLiving(context, (commands) => commands.raiseEvent(idOf(context), name, input));
    })
    .post("/instance/suspend", async (context) => {
      const fields = fieldsOf(await jsonOf(context), { reason: "text" });
      if (typeof fields === "string") return invalid(context, fields);
      return toLiving(context, (commands) => commands.suspend(idOf(context), fields.reason));
    })
    .post("/instance/resume", async (context) => {
      const fields = fieldsOf(await jsonOf(context), { reason: "text" });
      if (typeof fields === "string") return invalid(context, fields);
      return toLiving(context, (commands) => commands.resume(idOf(context), fields.reason));
    })
    .post("/instance/terminate", async (context) => {
      const fields = fieldsOf(await jsonOf(context), { output: "text", recursive: "flag" });
      if (typeof fields === "string") return invalid(context, fields);
      const { output, recursive = false } = fields;
      const fault = oversize("output", output);
      if (fault !== undefined) return invalid(context, fault);
      return toLiving(context, (commands) => commands.terminate(idOf(context), output, recursive));
    });
}

/** Undefined, which no shape accepts, when the body is not JSON or not said to be. */
async function jsonOf(context: HubContext): Promise<unknown> {
  if (!context.req.header("content-type")?.startsWith("application/json")) return undefined;
  return context.req.json().catch(() => undefined);
}

function ended(id: string, status: Status): string {
  return `Instance '${id}' has already ended (${status}): nothing can reach it any more.`;
}
