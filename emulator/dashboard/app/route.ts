/** Where a person is. The path says what is shown, the query how; both survive reload and Back. */
export type Route =
  | { readonly page: "home" }
  | { readonly page: "list"; readonly hub: string }
  | { readonly page: "detail"; readonly hub: string; readonly instanceId: string }
  | { readonly page: "unknown" };

/** The paths of the official emulator's dashboard, so that links made for it work here. */
const hubPath = /^\/subscriptions\/[^/]+\/schedulers\/[^/]+\/taskhubs\/([^/]+)(?:\/(.*))?$/;
const base = "/subscriptions/local/schedulers/emulator/taskhubs";

export function routeOf(path: string): Route {
  if (path === "/") return { page: "home" };
  const match = hubPath.exec(path);
  const hub = decoded(match?.[1]);
  if (hub === undefined) return { page: "unknown" };
  const [section, id] = (match?.[2] ?? "").split("/");
  if (section !== "" && section !== "orchestrations") return { page: "unknown" };
  const instanceId = decoded(id);
  return instanceId === undefined ? { page: "list", hub } : { page: "detail", hub, instanceId };
}

export function listPath(hub: string): string {
  return `${base}/${encodeURIComponent(hub)}/orchestrations`;
}

export function detailPath(hub: string, instanceId: string): string {
  return `${listPath(hub)}/${encodeURIComponent(instanceId)}`;
}

/** Undefined also for what no browser encoded that way. */
function decoded(part: string | undefined): string | undefined {
  if (part === undefined || part === "") return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
