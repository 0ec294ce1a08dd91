import { randomUUID } from "node:crypto";
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { type GuardOptions, guard } from "../rest/guard.ts";
import { safeHeaders } from "../rest/safe-headers.ts";
import { ArmError, errorAnswer } from "./arm-error.ts";
import { canonicalPath } from "./arm-path.ts";
import type { ViewContext } from "./kinds/kind.ts";
import { privateEndpointConnection } from "./kinds/private-endpoint-connection.ts";
import type { Plane } from "./plane.ts";
import { namespace } from "./resource.ts";
import { discoveryRoutes, tenantId } from "./routes/discovery-routes.ts";
import { operationRoutes } from "./routes/operation-routes.ts";
import { providerRoutes } from "./routes/provider-routes.ts";
import { resourceGroupRoutes } from "./routes/resource-group-routes.ts";
import { subscriptionRoutes } from "./routes/subscription-routes.ts";
import { createAccessTokens, requireToken } from "./sign-in.ts";
import { resourceView } from "./view.ts";

export interface ManagementOptions extends GuardOptions {
  /** Where SDKs connect, and the dashboard: what resources say of themselves. */
  readonly grpc: string;
  readonly dashboard: string;
  /** What clients must show to get a token; undefined: nothing. */
  readonly authToken: string | undefined;
}

/** The management plane: Azure Resource Manager with the provider Microsoft.DurableTask. */
export function createManagementApp(plane: Plane, options: ManagementOptions): Hono {
  const view: ViewContext = {
    grpc: options.grpc,
    dashboard: options.dashboard,
    tenantId,
    connections: ({ id }) =>
      plane
        .below(id, "privateEndpointConnections")
        .map((one) =>
          resourceView(privateEndpointConnection, one, privateEndpointConnection.since, view),
        ),
  };
  const route = { plane, view };
  const app = new Hono({ getPath: (request) => canonicalPath(new URL(request.url).pathname) });
  app.use(safeHeaders(), guard(options), responseHeaders(), limitBody());
  app.get("/healthz", (context) => context.body(null, 204));
  const tokens = createAccessTokens(options.authToken);
  app.route("/", discoveryRoutes(plane.now, tokens));
  app.use(requireToken(tokens, plane.now));
  app.route("/", subscriptionRoutes(route));
  app.route("/", resourceGroupRoutes(route));
  app.route("/", providerRoutes(route));
  app.route("/", operationRoutes(route));
  app.notFound((context) => errorAnswer(context, nothingAt(context.req.path)));
  app.onError((error, context) =>
    errorAnswer(
      context,
      error instanceof ArmError ? error : new ArmError(500, "InternalServerError", error.message),
    ),
  );
  return app;
}

function nothingAt(path: string): ArmError {
  return new ArmError(
    404,
    "NotFound",
    `Nothing is managed at ${path}. This emulator has resource groups and ${namespace} alone.`,
  );
}

const bodyBytesMax = 4 * 1024 * 1024;

function limitBody(): MiddlewareHandler {
  const text = `The request content has more than ${bodyBytesMax} bytes.`;
  return bodyLimit({
    maxSize: bodyBytesMax,
    onError: (context) => errorAnswer(context, new ArmError(413, "RequestContentTooLarge", text)),
  });
}

/** By these a client's log and a server's are compared. */
function responseHeaders(): MiddlewareHandler {
  return async (context, next) => {
    const id = randomUUID();
    await next();
    context.header("Cache-Control", "no-cache");
    context.header("x-ms-request-id", id);
    context.header(
      "x-ms-correlation-request-id",
      context.req.header("x-ms-correlation-request-id") ?? id,
    );
    const clientId = context.req.header("x-ms-client-request-id");
    const isWanted = context.req.header("x-ms-return-client-request-id") === "true";
    if (isWanted && clientId !== undefined) context.header("x-ms-client-request-id", clientId);
  };
}
