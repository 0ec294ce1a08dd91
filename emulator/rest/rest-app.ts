import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Scheduler } from "../scheduler.ts";
import { type GuardOptions, guard } from "./guard.ts";
import { type HubEnvironment, hubOf } from "./hub-of.ts";
import { orchestrationRoutes } from "./orchestrations.ts";
import { nothingHere, problem } from "./problem.ts";

/** Room for every payload of the largest legal size in one request, as escaped JSON. */
const bodyBytesMax = 8 * 1024 * 1024;

/** The HTTP/1.1 API of the port that the official emulator has on 8081. */
export function createRestApp(scheduler: Scheduler, options: GuardOptions): Hono {
  const app = new Hono();
  app.use(guard(options), limitBody());
  app.get("/healthz", (context) => context.body(null, 204));
  app.route("/v1", dataPlane(scheduler));
  app.notFound(nothingHere);
  app.onError((error, context) => problem(context, 500, "internal", error.message));
  return app;
}

/** The routes below `/v1` here, and below `/api/v1` on the dashboard's port. */
export function dataPlane(scheduler: Scheduler): Hono<HubEnvironment> {
  return new Hono<HubEnvironment>()
    .use("/taskhubs/*", hubOf(scheduler, hubInHeader))
    .get("/taskhubs/ping", (context) => context.json({ taskHub: context.var.hub, status: "ready" }))
    .route("/taskhubs/orchestrations", orchestrationRoutes(scheduler.reader))
    .all("/*", nothingHere);
}

/** Clients name the task hub in a header; one that names none means the usual one. */
function hubInHeader(context: Context): string {
  return context.req.header("x-taskhub") ?? "default";
}

export function limitBody() {
  return bodyLimit({
    maxSize: bodyBytesMax,
    onError: (context) =>
      problem(context, 413, "too-large", `A request may have at most ${bodyBytesMax} bytes.`),
  });
}
