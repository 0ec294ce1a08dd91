import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { HubContext, HubEnvironment } from "../rest/hub-of.ts";
import { problem } from "../rest/problem.ts";
import type { Reader } from "../store/reader.ts";
import { changeBatches } from "./changes.ts";
import type { DashboardScheduler } from "./dashboard-app.ts";
import { historyRangeOf, readHistory } from "./history.ts";
import { readList } from "./list.ts";
import { listQueryOf } from "./list-query.ts";
import { type ChildrenView, detailOf, rowOf } from "./views.ts";

const childrenMax = 500;
const quietMillis = 150;
const heartbeatMillis = 15_000;

/** What the page reads of one hub, through the scheduler's reader, which never delays work. */
export function readingRoutes({ scheduler, now }: DashboardScheduler): Hono<HubEnvironment> {
  const { reader } = scheduler;
  return new Hono<HubEnvironment>()
    .get("/instances", async (context) => {
      const query = listQueryOf(parametersOf(context));
      if (typeof query === "string") return problem(context, 400, "invalid-argument", query);
      return context.json(await readList(reader, context.var.hub, query, now()));
    })
    .get("/instance", async (context) => {
      const view = await reader.instance(context.var.hub, idOf(context));
      return view === undefined ? noInstance(context) : context.json(detailOf(view, now()));
    })
    .get("/payload", async (context) => {
      const view = await reader.instance(context.var.hub, idOf(context));
      const name = context.req.query("name");
      if (name !== "input" && name !== "output" && name !== "customStatus") {
        return problem(context, 400, "invalid-argument", "name is input, output or customStatus");
      }
      const text = view?.payloads[name];
      return text === undefined ? noInstance(context) : context.text(text);
    })
    .get("/history", async (context) => {
      const range = historyRangeOf(parametersOf(context));
      if (typeof range === "string") return problem(context, 400, "invalid-argument", range);
      const view = await readHistory(reader, context.var.hub, idOf(context), range, now());
      return view === undefined ? noInstance(context) : context.json(view);
    })
    .get("/children", async (context) =>
      context.json(await readChildren(reader, context.var.hub, idOf(context))),
    )
    .get("/changes", (context) => {
      const left = new AbortController();
      const signal = AbortSignal.any([left.signal, context.env.stopping]);
      const options = { quietMillis, heartbeatMillis, signal };
      return streamSSE(context, async (stream) => {
        stream.onAbort(() => left.abort());
        for await (const batch of changeBatches(scheduler, context.var.hub, options)) {
          await stream.writeSSE({ event: "changes", data: JSON.stringify(batch) });
        }
      });
    });
}

async function readChildren(reader: Reader, hub: string, id: string): Promise<ChildrenView> {
  const children = await reader.children(hub, id);
  return { total: children.length, children: children.slice(0, childrenMax).map(rowOf) };
}

export function idOf(context: HubContext): string {
  return context.req.query("id") ?? "";
}

function parametersOf(context: HubContext): URLSearchParams {
  return new URL(context.req.url).searchParams;
}

export function noInstance(context: HubContext): Response {
  const where = `'${idOf(context)}' in task hub '${context.var.hub}'`;
  const message = `There is no instance ${where}. It may have been purged.`;
  return problem(context, 404, "not-found", message);
}
