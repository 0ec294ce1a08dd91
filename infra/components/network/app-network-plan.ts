import { type NetworkedHost, subnetDelegations } from "../../azure/subnet-delegations.ts";
import { checkOneOf } from "../../checks/one-of.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { type Planned, planUnless, type Refusal, refused } from "../../refusal.ts";
import { type AddressRange, parseRange, rangeText } from "./address-range.ts";

/** What there is to decide about a network. */
export interface AppNetworkChoices {
  /** What runs in it: `container-apps`, `functions`, `app-service` or `kubernetes`. */
  readonly host: NetworkedHost;
  /** An IPv4 range with a prefix from 16 to 24; 10.20.0.0/22 if left out. */
  readonly addressSpace?: string;
}

export interface AppNetworkPlan {
  readonly pulumiName: string;
  readonly addressSpace: string;
  readonly subnets: { readonly apps: string; readonly endpoints: string };
  /** To whom the apps' subnet belongs. */
  readonly delegation: string | undefined;
}

const shapes: Shapes = { host: "text", addressSpace: "text" };

/** Decides what an `AppNetwork` component of this name creates. */
export function planAppNetwork(name: string, facts: AppNetworkChoices): Planned<AppNetworkPlan> {
  const subject = `AppNetwork "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { host, addressSpace = "10.20.0.0/22" } = facts;
  const space = parseRange(addressSpace);
  const isFit = space !== undefined && space.prefix >= 16 && space.prefix <= 24;
  const refusals = [
    ...checkOneOf("host", host, Object.keys(subnetDelegations)),
    ...(isFit ? [] : [unfitSpace(addressSpace)]),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiName: `${name}-network`,
    addressSpace,
    subnets: subnetsOf(space ?? { start: 0, prefix: 0 }),
    delegation: subnetDelegations[host],
  }));
}

/** The apps have the first half; the endpoints have a quarter, and a quarter is left. */
function subnetsOf({ start, prefix }: AddressRange): AppNetworkPlan["subnets"] {
  const half = 2 ** (32 - prefix - 1);
  return {
    apps: rangeText({ start, prefix: prefix + 1 }),
    endpoints: rangeText({ start: start + half, prefix: prefix + 2 }),
  };
}

function unfitSpace(addressSpace: string): Refusal {
  return {
    argument: "addressSpace",
    rule: `"${addressSpace}" is no IPv4 range with a prefix from 16 to 24`,
    wayOut: "write it like 10.20.0.0/22, with the first address of the range",
  };
}
