import { createHash, randomBytes } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { createTokenCheck, type TokenCheck } from "../access/token-check.ts";
import { unauthenticated } from "../rest/authorize.ts";

/** How a browser gets in, which sends no header of its own: by the token once, then by a cookie. */
export interface SignIn {
  /** The form's address. */
  readonly routes: Hono;
  /** For what programs read: 401 without token or cookie. */
  readonly guardData: MiddlewareHandler;
  /** For what people open: the form instead of the page. */
  readonly guardPage: MiddlewareHandler;
}

export function createSignIn(isToken: TokenCheck): SignIn {
  // Browsers send a cookie to every port of a host, so that others there may see it: it is not the
  // token, it ends with this process, and its name is not another emulator's.
  const session = randomBytes(32).toString("base64url");
  const cookie = `dtk-session-${randomBytes(4).toString("hex")}`;
  const isSession = createTokenCheck(session);
  const isSignedIn = (context: Context) =>
    isToken(context.req.header("authorization")) ||
    isSession(`Bearer ${getCookie(context, cookie) ?? ""}`);

  const routes = new Hono().post("/sign-in", async (context) => {
    const { token } = await context.req.parseBody();
    if (typeof token !== "string" || !isToken(`Bearer ${token.trim()}`)) {
      return form(context, "This is not the emulator's token.");
    }
    setCookie(context, cookie, session, { httpOnly: true, sameSite: "Strict", path: "/" });
    return context.redirect("/", 303);
  });

  return {
    routes,
    guardData: async (context, next) => (isSignedIn(context) ? next() : unauthenticated(context)),
    guardPage: async (context, next) => (isSignedIn(context) ? next() : form(context, "")),
  };
}

const style =
  "body{font:16px system-ui,sans-serif;margin:20vh auto;max-width:24rem;padding:0 1rem}" +
  "input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;margin:.5rem 0}" +
  "p{min-height:1.5em}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}}";

const styleHash = createHash("sha256").update(style).digest("base64");

const policy =
  `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; ` +
  "base-uri 'none'; frame-ancestors 'none'";

function form(context: Context, problem: string): Response {
  context.header("Content-Security-Policy", policy);
  // With no-referrer the browser would call the form's own origin null, and the guard refuses that.
  context.header("Referrer-Policy", "same-origin");
  context.header("Cache-Control", "no-store");
  return context.html(page(problem), 401);
}

/** `problem` is one of our own sentences, never what was sent. */
function page(problem: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in · Durable Task</title><style>${style}</style>
<h1>Sign in</h1>
<form method="post" action="/sign-in">
<label for="token">The token in the file that the emulator was started with</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button>
</form>
<p role="alert">${problem}</p>
</html>
`;
}
