import { Hono } from "hono";
import type { InstanceQuery, Reader } from "../store/reader.ts";
import { withFields } from "./fields.ts";
import type { HubContext, HubEnvironment } from "./hub-of.ts";
import { orchestrationJson, payloadsJson } from "./orchestration-json.ts";
import { orchestrationQueryOf, orchestrationQueryShape, triviaOf } from "./orchestration-query.ts";
import { invalid, noOrchestration, notFound } from "./problem.ts";
import { historyEventJson, millisJson } from "./protocol-json.ts";

const historyPage = 1_000;

/** Looking at the orchestrations of one hub. */
export function orchestrationReading(reader: Reader): Hono<HubEnvironment> {
  return new Hono<HubEnvironment>()
    .post(
      "/query",
      withFields(orchestrationQueryShape, async (context, body) => {
        const query = orchestrationQueryOf(body);
        if (typeof query === "string") return invalid(context, query);
        const { hub } = context.var;
        const [views, totalCount, trivia] = await Promise.all([
          reader.instances(hub, query),
          reader.countInstances(hub, query.filter),
          readTrivia(reader, hub),
        ]);
        const orchestrations = views.map(orchestrationJson).map(only(body.fields));
        return context.json({ orchestrations, totalCount, trivia });
      }),
    )
    .get("/:id", async (context) => {
      const id = context.req.param("id");
      const view = await reader.instance(context.var.hub, id);
      return view === undefined ? missing(context, id) : context.json(orchestrationJson(view));
    })
    .get("/:id/payloads", async (context) => {
      const id = context.req.param("id");
      const view = await reader.instance(context.var.hub, id);
      return view === undefined ? missing(context, id) : context.json(payloadsJson(view));
    })
    .get("/:id/executions/:executionId/history", async (context) => {
      const { id, executionId } = context.req.param();
      const view = await reader.instance(context.var.hub, id);
      if (view === undefined) return missing(context, id);
      const current = view.orchestration.executionId;
      if (current !== executionId) {
        return notFound(context, `The history kept of '${id}' is of its execution '${current}'.`);
      }
      const history = (await wholeHistory(reader, context.var.hub, id)).map(historyEventJson);
      return wantsObject(context) ? context.json({ history }) : context.json(history);
    });
}

/**
 * The public tools disagree: those that run on the Fetch API (the VS Code extension) read an object
 * with the list in it, the others the bare list. Fetch shows itself by this header.
 */
function wantsObject(context: HubContext): boolean {
  return context.req.header("sec-fetch-mode") !== undefined;
}

async function readTrivia(reader: Reader, hub: string): Promise<object> {
  const end = async (direction: InstanceQuery["direction"]) => {
    const query = { filter: {}, orderBy: "createdAt", limit: 1, withPayloads: false } as const;
    const [view] = await reader.instances(hub, { ...query, direction });
    return view && millisJson(view.orchestration.createdAt);
  };
  const [counts, earliest, latest] = await Promise.all([
    reader.countByStatus(hub),
    end("ascending"),
    end("descending"),
  ]);
  return triviaOf(counts, earliest, latest);
}

/** Keeps the named fields; all of them when none is named. */
function only(names: string | undefined): (orchestration: object) => object {
  if (names === undefined || names === "") return (orchestration) => orchestration;
  const wanted = new Set(names.split(",").map((name) => name.trim()));
  return (orchestration) =>
    Object.fromEntries(Object.entries(orchestration).filter(([name]) => wanted.has(name)));
}

async function wholeHistory(reader: Reader, hub: string, id: string) {
  const events = [];
  for (;;) {
    const page = await reader.history(hub, id, events.length, historyPage);
    events.push(...page);
    if (page.length < historyPage) return events;
  }
}

function missing(context: HubContext, id: string): Response {
  return notFound(context, noOrchestration(context.var.hub, id));
}
