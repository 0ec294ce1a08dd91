import { recordOf, textOf } from "../../rest/json-record.ts";
import type { Kind } from "./kind.ts";
import { oneOf } from "./values.ts";

/** The one part of a scheduler that a private endpoint connects to: all of it. */
export const privateLinkGroup = "scheduler";

export const privateEndpointConnection: Kind = {
  kind: "privateEndpointConnections",
  type: "Microsoft.DurableTask/schedulers/privateEndpointConnections",
  since: "2026-02-01",
  name: { pattern: /^[\w.-]{1,80}$/, text: "1 to 80 letters, digits, '_', '-' and '.'" },
  canPatch: true,
  members: {
    "properties.groupIds": "2026-02-01",
    "properties.privateEndpoint.id": "2026-02-01",
    "properties.privateLinkServiceConnectionState.status": "2026-02-01",
    "properties.privateLinkServiceConnectionState.description": "2026-02-01",
    "properties.privateLinkServiceConnectionState.actionsRequired": "2026-02-01",
  },
  check(body, { faults }) {
    const properties = recordOf(body.properties);
    const state = recordOf(properties?.privateLinkServiceConnectionState);
    const target = "properties.privateLinkServiceConnectionState";
    if (state === undefined) faults.push({ target, message: "is missing" });
    const status = oneOf(
      state?.status,
      ["Pending", "Approved", "Rejected"],
      `${target}.status`,
      faults,
    );
    const description = textOf(state?.description);
    const actionsRequired = textOf(state?.actionsRequired);
    const endpointId = textOf(recordOf(properties?.privateEndpoint)?.id);
    return {
      properties: {
        ...(endpointId !== undefined && { privateEndpoint: { id: endpointId } }),
        privateLinkServiceConnectionState: {
          status: status ?? "Pending",
          ...(description !== undefined && { description }),
          ...(actionsRequired !== undefined && { actionsRequired }),
        },
      },
    };
  },
  properties: ({ properties, state }) => ({
    ...properties,
    groupIds: [privateLinkGroup],
    // Connections have a word of their own for what other resources call Provisioning.
    provisioningState: state === "Provisioning" || state === "Updating" ? "Creating" : state,
  }),
};
