import { Hono } from "hono";
import { allowOrigins } from "../rest/cors.ts";
import { guard } from "../rest/guard.ts";
import type { HttpEnvironment } from "../rest/http-server.ts";
import { hubOf } from "../rest/hub-of.ts";
import { nothingHere, problem } from "../rest/problem.ts";
import { type AccessOptions, dataPlane, health, limitBody } from "../rest/rest-app.ts";
import { safeHeaders } from "../rest/safe-headers.ts";
import type { Scheduler } from "../scheduler.ts";
import type { PageFile, PageFiles } from "./page-files.ts";
import { readingRoutes } from "./reading.ts";
import { createSignIn } from "./sign-in.ts";
import type { OverviewView } from "./views.ts";
import { writingRoutes } from "./writing.ts";

export interface DashboardOptions extends AccessOptions {
  readonly files: PageFiles;
  /** The gRPC address that the page's connection strings name, `http://localhost:8080`. */
  readonly endpoint: string;
  /** The product's version, shown on the page. */
  readonly version: string;
  /** The scheduler's clock in milliseconds since 1970, which tests may move. */
  readonly now: () => number;
}

export interface DashboardScheduler {
  readonly scheduler: Scheduler;
  readonly now: () => number;
}

/** The page, the JSON it reads and writes under `/api`, and the data plane under `/api/v1`. */
export function createDashboardApp(
  scheduler: Scheduler,
  options: DashboardOptions,
): Hono<{ Bindings: HttpEnvironment }> {
  const app = new Hono<{ Bindings: HttpEnvironment }>();
  const signIn = createSignIn(options.isToken);
  app.use(safeHeaders(), guard(options), limitBody());
  app.use("/api/v1/*", allowOrigins(options));
  app.use("/api/*", async (context, next) => {
    await next();
    if (!context.res.headers.has("cache-control")) context.header("Cache-Control", "no-store");
  });
  app.route("/", health());
  app.route("/", signIn.routes);
  app.use("/api/*", signIn.guardData);
  app.route("/api/v1", dataPlane(scheduler));
  app.route("/api", pageApi(scheduler, options));
  app.all("/api/*", nothingHere);
  app.get("/assets/*", (context) => asset(options.files, context.req.path));
  app.get("*", signIn.guardPage, (context) => page(options.files, context.req.path));
  app.onError((error, context) => problem(context, 500, "internal", error.message));
  return app;
}

function pageApi(scheduler: Scheduler, options: DashboardOptions) {
  const { now, version, endpoint } = options;
  const parts = { scheduler, now };
  return new Hono<{ Bindings: HttpEnvironment }>()
    .get("/overview", (context) => {
      const taskHubs = scheduler.taskHubs();
      return context.json({ now: now(), version, endpoint, taskHubs } satisfies OverviewView);
    })
    .use(hubOf(scheduler, (context) => context.req.query("hub") ?? ""))
    .route("/", readingRoutes(parts))
    .route("/", writingRoutes(parts));
}

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Every path that no file has is the page's to route. */
function page(files: PageFiles, path: string): Response {
  return served(files.get(path) ?? files.get("/index.html"), "no-cache");
}

/** Assets carry a hash in their name and never change. */
function asset(files: PageFiles, path: string): Response {
  return served(files.get(path), "public, max-age=31536000, immutable");
}

function served(file: PageFile | undefined, cacheControl: string): Response {
  if (file === undefined) return new Response("no such file", { status: 404 });
  return new Response(file.body, {
    headers: {
      "Content-Security-Policy": pagePolicy,
      "Content-Type": file.contentType,
      "Cache-Control": cacheControl,
    },
  });
}
