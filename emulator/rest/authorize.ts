import type { Context, MiddlewareHandler } from "hono";
import type { TokenCheck } from "../access/token-check.ts";
import { problem } from "./problem.ts";

/** Lets requests pass that bring the token; routes that were added before it ask for none. */
export function authorize(isToken: TokenCheck): MiddlewareHandler {
  return async (context, next) =>
    isToken(context.req.header("authorization")) ? next() : unauthenticated(context);
}

export function unauthenticated(context: Context): Response {
  context.header("WWW-Authenticate", "Bearer");
  return problem(
    context,
    401,
    "unauthenticated",
    "This emulator asks for its token: send 'Authorization: Bearer <token>' with the token in " +
      "the file that it was started with (--auth-token-file).",
  );
}
