import { type JsonRecord, recordOf } from "../../rest/json-record.ts";
import type { Resource } from "../resource.ts";
import { identityOf } from "./identity.ts";
import { type CheckContext, hubOrSchedulerName, type Kind, type ViewContext } from "./kind.ts";
import { locationOf, tagsOf } from "./tracked.ts";
import { integerBetween, isAddressRange, oneOf, textsOf } from "./values.ts";

export type SkuName = "Dedicated" | "Consumption";

/** What a SKU allows; capacity units are Dedicated's alone. */
export const skus = {
  Dedicated: { capacity: [1, 3], retentionDaysMax: 90, customerManagedKey: true },
  Consumption: { capacity: undefined, retentionDaysMax: 30, customerManagedKey: false },
} as const satisfies Record<SkuName, object>;

const zoneRedundantCapacity = 3;

export const scheduler: Kind = {
  kind: "schedulers",
  type: "Microsoft.DurableTask/schedulers",
  since: "2024-10-01-preview",
  name: hubOrSchedulerName,
  canPatch: true,
  members: {
    location: "2024-10-01-preview",
    tags: "2024-10-01-preview",
    identity: "2026-05-01-preview",
    "properties.endpoint": "2024-10-01-preview",
    "properties.ipAllowlist": "2024-10-01-preview",
    "properties.sku.name": "2024-10-01-preview",
    "properties.sku.capacity": "2024-10-01-preview",
    "properties.sku.redundancyState": "2024-10-01-preview",
    "properties.publicNetworkAccess": "2026-02-01",
    "properties.privateEndpointConnections": "2026-02-01",
  },
  check(body, context) {
    const { faults, previous } = context;
    const location = locationOf(body, previous);
    const properties = recordOf(body.properties) ?? {};
    const identity = identityOf(body, faults);
    const access = oneOf(
      properties.publicNetworkAccess,
      ["Enabled", "Disabled"],
      "properties.publicNetworkAccess",
      faults,
    );
    return {
      location,
      tags: tagsOf(body, faults),
      ...(identity !== undefined && { identity }),
      properties: {
        ipAllowlist: allowlistOf(properties, context),
        sku: skuOf(recordOf(properties.sku), context),
        publicNetworkAccess: access ?? "Enabled",
      },
    };
  },
  properties: schedulerProperties,
};

export function skuNameOf({ properties }: Resource): SkuName {
  return recordOf(properties.sku)?.name === "Consumption" ? "Consumption" : "Dedicated";
}

function allowlistOf(properties: JsonRecord, { faults }: CheckContext): readonly string[] {
  const target = "properties.ipAllowlist";
  const ranges = textsOf(properties.ipAllowlist, target, faults);
  for (const [index, range] of ranges.entries()) {
    if (isAddressRange(range)) continue;
    const message = `is '${range}'; use an IPv4 or IPv6 address, or a range such as 10.0.0.0/8`;
    faults.push({ target: `${target}[${index}]`, message });
  }
  return ranges;
}

function skuOf(sku: JsonRecord | undefined, { faults, previous }: CheckContext): JsonRecord {
  const target = "properties.sku.name";
  const name = oneOf(sku?.name, ["Dedicated", "Consumption"], target, faults);
  if (name === undefined) {
    const isMissing = sku?.name === undefined || sku.name === null;
    if (isMissing) faults.push({ target, message: "is missing; use Dedicated or Consumption" });
    return {};
  }
  if (previous !== undefined && skuNameOf(previous) !== name) {
    const message = `cannot become ${name}, it is ${skuNameOf(previous)}; create another scheduler`;
    faults.push({ target, message });
  }
  const { capacity } = skus[name];
  const capacityTarget = "properties.sku.capacity";
  if (capacity !== undefined) {
    return { name, capacity: integerBetween(sku?.capacity, capacity, capacityTarget, faults) };
  }
  if (sku?.capacity !== undefined && sku.capacity !== null) {
    faults.push({ target: capacityTarget, message: `does not go with ${name}; leave it out` });
  }
  return { name };
}

function schedulerProperties(resource: Resource, { grpc, connections }: ViewContext): JsonRecord {
  const { properties, state } = resource;
  const sku = recordOf(properties.sku) ?? {};
  const redundancyState = sku.capacity === zoneRedundantCapacity ? "Zone" : "None";
  return {
    ...properties,
    provisioningState: state,
    endpoint: grpc,
    sku: { ...sku, redundancyState },
    privateEndpointConnections: connections(resource),
  };
}
