import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { TokenCheck } from "../access/token-check.ts";
import type { Scheduler } from "../scheduler.ts";
import { authorize } from "./authorize.ts";
import { allowOrigins } from "./cors.ts";
import { entityRoutes } from "./entities.ts";
import { type GuardOptions, guard } from "./guard.ts";
import { type HubEnvironment, hubOf } from "./hub-of.ts";
import { orchestrationReading } from "./orchestration-reading.ts";
import { orchestrationWriting } from "./orchestration-writing.ts";
import { nothingHere, problem } from "./problem.ts";
import { safeHeaders } from "./safe-headers.ts";
import { scheduleRoutes } from "./schedules.ts";
import { readTaskHubs } from "./task-hubs.ts";
import { workerRoutes } from "./workers.ts";

/** Room for every payload of the largest legal size in one request, as escaped JSON. */
const bodyBytesMax = 8 * 1024 * 1024;

/** Who may use what is served. */
export interface AccessOptions extends GuardOptions {
  readonly isToken: TokenCheck;
}

/** The HTTP/1.1 API of the port that the official emulator has on 8081. */
export function createRestApp(scheduler: Scheduler, options: AccessOptions): Hono {
  const app = new Hono();
  app.use(safeHeaders(), guard(options), allowOrigins(options), limitBody());
  app.route("/", health());
  app.use(authorize(options.isToken));
  app.route("/v1", dataPlane(scheduler));
  app.notFound(nothingHere);
  app.onError((error, context) => problem(context, 500, "internal", error.message));
  return app;
}

/** Tools ask at either place whether the server is up. */
export function health(): Hono {
  return new Hono().on("GET", ["/healthz", "/health"], (context) => context.body(null, 204));
}

/** The routes below `/v1` here, and below `/api/v1` on the dashboard's port. */
export function dataPlane(scheduler: Scheduler): Hono<HubEnvironment> {
  const { reader } = scheduler;
  return new Hono<HubEnvironment>()
    .get("/taskhubs", async (context) => context.json(await readTaskHubs(scheduler)))
    .get("/taskhubs/ping", hubOf(scheduler, hubInHeader, scheduler.openHub), (context) =>
      context.json({ taskHub: context.var.hub, status: "ready" }),
    )
    .use("/taskhubs/*", hubOf(scheduler, hubInHeader))
    .route("/taskhubs/orchestrations", orchestrationReading(reader))
    .route("/taskhubs/orchestrations", orchestrationWriting(reader))
    .route("/taskhubs/entities", entityRoutes(reader))
    .route("/taskhubs/schedules", scheduleRoutes(reader))
    .route("/taskhubs/workers", workerRoutes())
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
