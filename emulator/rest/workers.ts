import { Hono } from "hono";
import type { HubEnvironment } from "./hub-of.ts";
import { type WorkersJson, workerJson } from "./worker-json.ts";

/** The workers that are connected to one hub now. */
export function workerRoutes(): Hono<HubEnvironment> {
  return new Hono<HubEnvironment>().get("/", (context) => {
    const workers = context.var.commands.workers().map(workerJson);
    return context.json({ workers } satisfies WorkersJson);
  });
}
