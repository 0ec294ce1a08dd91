/** Where a person is. The path says what is shown, the query how; both survive reload and Back. */
export type Route =
  | { readonly page: "home" }
  | { readonly page: Section; readonly hub: string }
  | { readonly page: "orchestration" | "entity"; readonly hub: string; readonly id: string }
  | { readonly page: "unknown" };

/** The sections of a hub, as the path names them, and what one of each is called. */
export const sections = {
  orchestrations: { title: "Orchestrations", detail: "orchestration" },
  entities: { title: "Entities", detail: "entity" },
  schedules: { title: "Schedules", detail: undefined },
  workers: { title: "Workers", detail: undefined },
} as const;

export type Section = keyof typeof sections;

/** The paths of the official emulator's dashboard, so that links made for it work here. */
const hubPath = /^\/subscriptions\/[^/]+\/schedulers\/[^/]+\/taskhubs\/([^/]+)(?:\/(.*))?$/;
const base = "/subscriptions/local/schedulers/emulator/taskhubs";

export function routeOf(path: string): Route {
  if (path === "/") return { page: "home" };
  const match = hubPath.exec(path);
  const hub = decoded(match?.[1]);
  if (hub === undefined) return { page: "unknown" };
  const [section = "", part] = (match?.[2] || "orchestrations").split("/");
  if (!isSection(section)) return { page: "unknown" };
  const id = decoded(part);
  const { detail } = sections[section];
  return id === undefined || detail === undefined
    ? { page: section, hub }
    : { page: detail, hub, id };
}

/** The section a route belongs to. */
export function sectionOf(route: Route): Section | undefined {
  if (route.page === "orchestration") return "orchestrations";
  if (route.page === "entity") return "entities";
  return isSection(route.page) ? route.page : undefined;
}

export function sectionPath(hub: string, section: Section): string {
  return `${base}/${encodeURIComponent(hub)}/${section}`;
}

export function listPath(hub: string): string {
  return sectionPath(hub, "orchestrations");
}

/** The page of an orchestration, or of an entity: their ids begin with "@". */
export function detailPath(hub: string, id: string): string {
  const section = id.startsWith("@") ? "entities" : "orchestrations";
  return `${sectionPath(hub, section)}/${encodeURIComponent(id)}`;
}

function isSection(text: string): text is Section {
  return Object.hasOwn(sections, text);
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
