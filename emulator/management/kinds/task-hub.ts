import { recordOf } from "../../rest/json-record.ts";
import type { Resource } from "../resource.ts";
import { hubOrSchedulerName, type Kind } from "./kind.ts";
import { textsOf } from "./values.ts";

export const taskHub: Kind = {
  kind: "taskHubs",
  type: "Microsoft.DurableTask/schedulers/taskHubs",
  since: "2024-10-01-preview",
  name: hubOrSchedulerName,
  canPatch: false,
  members: {
    "properties.dashboardUrl": "2024-10-01-preview",
    "properties.capabilities": "2026-05-01-preview",
  },
  check(body, { faults }) {
    const capabilities = recordOf(body.properties)?.capabilities;
    if (capabilities === undefined) return { properties: {} };
    return {
      properties: { capabilities: textsOf(capabilities, "properties.capabilities", faults) },
    };
  },
  properties: (resource, { dashboard }) => ({
    ...resource.properties,
    provisioningState: resource.state,
    dashboardUrl: dashboardUrl(resource, dashboard),
  }),
};

function dashboardUrl({ id, name }: Resource, dashboard: string): string {
  const [, , subscription, , , , , , scheduler] = id.split("/");
  return `${dashboard}/subscriptions/${subscription}/schedulers/${scheduler}/taskhubs/${name}`;
}
