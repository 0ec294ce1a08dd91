import type { JsonRecord } from "../rest/json-record.ts";
import { type Fault, refuseFaults } from "./arm-error.ts";
import type { Kind } from "./kinds/kind.ts";
import { hiddenPart, mergePatch, unknownMembers } from "./members.ts";
import type { Plane } from "./plane.ts";
import { parentNotFound, refuseBusy, refuseTakenHub } from "./refusals.ts";
import type { Content, Resource } from "./resource.ts";
import type { Target } from "./target.ts";

/**
 * What a request makes of a resource. A PUT replaces all that its version of the API has, a PATCH
 * merges into what is there.
 * @throws ArmError when anything in it cannot be used; all faults of the body are named at once.
 */
export function requestedContent(
  kind: Kind,
  body: JsonRecord,
  target: Target,
  previous: Resource | undefined,
  scheduler: Resource | undefined,
  method: "PUT" | "PATCH",
): Content {
  const faults: Fault[] = [...unknownMembers(body, kind.members, target.version)];
  const stored: JsonRecord = { ...contentOf(previous) };
  const kept = method === "PATCH" ? stored : hiddenPart(stored, kind.members, target.version);
  const content = kind.check(mergePatch(kept, body), { faults, previous, scheduler });
  refuseFaults(faults);
  return content;
}

function contentOf(resource: Resource | undefined): Partial<Content> {
  if (resource === undefined) return {};
  const { location, tags, identity, properties } = resource;
  return {
    ...(location !== undefined && { location }),
    ...(tags !== undefined && { tags }),
    ...(identity !== undefined && { identity }),
    properties,
  };
}

/**
 * The scheduler above a child; undefined for a scheduler.
 * @throws ArmError when there is none.
 */
export function schedulerAbove(
  plane: Plane,
  { schedulerId }: Target,
  kind: Kind,
): Resource | undefined {
  if (schedulerId === undefined) return undefined;
  return plane.find(schedulerId) ?? parentNotFound(schedulerId, kind.type);
}

/** @throws ArmError while the resource, or what it is in, is being changed. */
export function refuseChange(plane: Plane, kind: Kind, target: Target): void {
  const { id, name, groupId, schedulerId } = target;
  refuseBusy(plane.find(groupId));
  if (schedulerId !== undefined) refuseBusy(plane.find(schedulerId));
  refuseBusy(plane.find(id));
  if (kind.kind === "taskHubs") refuseTakenHub(id, name, plane.below("/subscriptions", "taskHubs"));
}

/** Azure wants a resource group first; here the first resource in it brings it into being. */
export function missingGroup(plane: Plane, { groupId }: Target, content: Content): Resource[] {
  if (plane.find(groupId) !== undefined) return [];
  const { location = "global" } = content;
  return [newResource("resourceGroups", groupId, { location, properties: {} }, plane.now())];
}

/**
 * Records of a hub of this name that the data plane removed: they must not stand for the new one.
 */
export function outdatedHubs(plane: Plane, { kind, name }: Resource): readonly string[] {
  if (kind !== "taskHubs") return [];
  const isOfName = (hub: Resource) => hub.name.toLowerCase() === name.toLowerCase();
  return plane.records
    .all("taskHubs")
    .filter(isOfName)
    .map(({ id }) => id);
}

export function newResource(
  kind: Resource["kind"],
  id: string,
  content: Content,
  at: number,
): Resource {
  const name = id.slice(id.lastIndexOf("/") + 1);
  return { ...content, id, kind, name, state: "Succeeded", createdAt: at, modifiedAt: at };
}
