import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { GuardOptions } from "./guard.ts";

/** How long a browser need not ask again, in seconds. */
const maxAge = 600;

/** Lets pages of the known origins, and no others, read the answers in a browser. */
export function allowOrigins({ allowedOrigins }: GuardOptions): MiddlewareHandler {
  return cors({
    origin: [...allowedOrigins],
    allowMethods: ["GET", "POST", "DELETE"],
    allowHeaders: ["Content-Type", "x-taskhub", "Authorization"],
    exposeHeaders: ["Location"],
    maxAge,
  });
}
