import type { Context } from "hono";
import type { Resource } from "./resource.ts";

const pageLength = 100;
const tokenParameter = "$skipToken";

/** One page of resources in order of their ids, with the link to the next. */
export function listPage(
  context: Context,
  resources: readonly Resource[],
  view: (resource: Resource) => object,
): Response {
  const after = tokenOf(context.req.query(tokenParameter));
  const rest = resources.filter(({ id }) => after === undefined || id.toLowerCase() > after);
  const page = rest.slice(0, pageLength);
  const last = page.at(-1);
  const value = page.map(view);
  if (last === undefined || rest.length === page.length) return context.json({ value });
  const next = new URL(context.req.url);
  next.searchParams.set(tokenParameter, Buffer.from(last.id.toLowerCase()).toString("base64url"));
  return context.json({ value, nextLink: next.href });
}

function tokenOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text, "base64url").toString();
}
