import { checkAddress } from "../../checks/address-choice.ts";
import type { Refusal } from "../../refusal.ts";

/** Who can reach a scheduler. It has no default: leaving it open must be a decision. */
export type NetworkChoice =
  /** Only these IPv4 or IPv6 addresses and CIDR ranges. */
  | { readonly access: "allow-list"; readonly addresses: readonly string[] }
  /** Anyone on the internet who has a role. */
  | { readonly access: "public-from-anywhere" }
  /** Nobody but private endpoints; the dashboard, too, opens only inside their network. */
  | { readonly access: "private" };

/** The two properties of a scheduler that its network choice sets. */
export interface NetworkPlan {
  readonly publicNetworkAccess: "Enabled" | "Disabled";
  readonly ipAllowlist: readonly string[];
}

const choices = "allow-list, public-from-anywhere or private";
const anywhere = "0.0.0.0/0";

/** What to ask Azure for. The choice has passed `checkNetwork`. */
export function planNetwork(network: NetworkChoice): NetworkPlan {
  switch (network.access) {
    case "allow-list":
      return { publicNetworkAccess: "Enabled", ipAllowlist: network.addresses };
    case "public-from-anywhere":
      return { publicNetworkAccess: "Enabled", ipAllowlist: [anywhere] };
    case "private":
      return { publicNetworkAccess: "Disabled", ipAllowlist: [] };
  }
}

/** Refuses a missing choice, an allow-list that shuts everyone out, and one that lets all in. */
export function checkNetwork(network: NetworkChoice | undefined): readonly Refusal[] {
  switch (network?.access) {
    case "allow-list":
      return checkAddresses(network.addresses ?? []);
    case "public-from-anywhere":
    case "private":
      return [];
    case undefined:
      return [unknownAccess("none")];
  }
  // Configuration files are not typed: any other word ends here.
  return [unknownAccess(JSON.stringify(network))];
}

function unknownAccess(given: string): Refusal {
  return {
    argument: "network.access",
    rule: `who may reach the scheduler must be chosen, got ${given}`,
    wayOut: `choose ${choices}`,
  };
}

function checkAddresses(addresses: readonly string[]): readonly Refusal[] {
  if (addresses.length === 0) return [emptyAllowList];
  return addresses.flatMap((address, index) => {
    const argument = `network.addresses[${index}]`;
    const refusals = checkAddress(argument, address);
    if (refusals.length > 0) return refusals;
    if (address.endsWith("/0")) return [wholeInternet(argument, address)];
    return addresses.indexOf(address) < index ? [listedTwice(argument, address)] : [];
  });
}

const emptyAllowList: Refusal = {
  argument: "network.addresses",
  rule: "an empty allow-list shuts everyone out",
  wayOut: 'list at least one address, or choose network.access "private" or "public-from-anywhere"',
};

function wholeInternet(argument: string, address: string): Refusal {
  return {
    argument,
    rule: `${address} lets the whole internet in`,
    wayOut: 'say so with network.access "public-from-anywhere", or list narrower ranges',
  };
}

function listedTwice(argument: string, address: string): Refusal {
  return { argument, rule: `${address} is listed twice`, wayOut: "remove one of the two" };
}
