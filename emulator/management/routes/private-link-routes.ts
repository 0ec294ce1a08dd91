import { type Context, Hono } from "hono";
import { privateLinkGroup } from "../kinds/private-endpoint-connection.ts";
import { scheduler } from "../kinds/scheduler.ts";
import { parentNotFound, resourceNotFound } from "../refusals.ts";
import { schedulerTarget, versionOf } from "../target.ts";
import { notAllowed } from "./answers.ts";
import type { RouteContext } from "./environment.ts";

const shortType = "schedulers/privateLinkResources";
const type = `Microsoft.DurableTask/${shortType}`;

/** What a private endpoint can connect to: the same for every scheduler, never made or changed. */
export function privateLinkRoutes({ plane }: RouteContext, schedulerPath: string): Hono {
  const path = `${schedulerPath}/privateLinkResources`;
  const parentId = (context: Context) => {
    versionOf(context, shortType, "2026-02-01");
    const { id } = schedulerTarget(context, scheduler);
    return plane.find(id)?.id ?? parentNotFound(id, type);
  };
  return new Hono()
    .get(path, (context) => context.json({ value: [linkResource(parentId(context))] }))
    .get(`${path}/:name`, (context) => {
      const id = parentId(context);
      const name = context.req.param("name");
      if (name.toLowerCase() === privateLinkGroup) return context.json(linkResource(id));
      return resourceNotFound(`${id}/privateLinkResources/${name}`, type);
    })
    .all(path, notAllowed)
    .all(`${path}/:name`, notAllowed);
}

function linkResource(schedulerId: string): object {
  return {
    id: `${schedulerId}/privateLinkResources/${privateLinkGroup}`,
    name: privateLinkGroup,
    type,
    properties: {
      groupId: privateLinkGroup,
      requiredMembers: [privateLinkGroup],
      requiredZoneNames: ["privatelink.durabletask.io"],
    },
  };
}
