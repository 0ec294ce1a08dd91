import type { JsonRecord } from "../rest/json-record.ts";
import type { ApiVersion } from "./api-version.ts";
import { identityView } from "./kinds/identity.ts";
import type { Kind, ViewContext } from "./kinds/kind.ts";
import { visiblePart } from "./members.ts";
import type { Resource } from "./resource.ts";

/** A resource as a version of the API shows it. */
export function resourceView(
  kind: Kind,
  resource: Resource,
  version: ApiVersion,
  context: ViewContext,
): JsonRecord {
  const { id, name, location, identity } = resource;
  const tags = tagsView(resource);
  const whole = {
    id,
    name,
    type: kind.type,
    ...(location !== undefined && { location }),
    ...tags,
    ...(identity !== undefined && { identity: identityView(resource, context.tenantId) }),
    properties: kind.properties(resource, context),
    systemData: systemData(resource),
  };
  return visiblePart(whole, kind.members, version);
}

export function groupView(group: Resource): object {
  return {
    id: group.id,
    name: group.name,
    type: "Microsoft.Resources/resourceGroups",
    location: group.location,
    ...tagsView(group),
    properties: { provisioningState: group.state },
  };
}

function tagsView({ tags = {} }: Resource): object {
  return Object.keys(tags).length > 0 ? { tags } : {};
}

/** Nobody logs in here, so every change has the same author. */
const author = "durable-task-kit";

function systemData({ createdAt, modifiedAt }: Resource): object {
  return {
    createdBy: author,
    createdByType: "Application",
    createdAt: new Date(createdAt).toISOString(),
    lastModifiedBy: author,
    lastModifiedByType: "Application",
    lastModifiedAt: new Date(modifiedAt).toISOString(),
  };
}
