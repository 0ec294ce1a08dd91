import { isIP } from "node:net";
import type { Refusal } from "../refusal.ts";

/** Refuses what is neither an IPv4 or IPv6 address nor a CIDR range. */
export function checkAddress(argument: string, given: string): readonly Refusal[] {
  if (isAddress(given)) return [];
  return [
    {
      argument,
      rule: `"${given}" is neither an IP address nor a CIDR range`,
      wayOut: "write it like 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32",
    },
  ];
}

function isAddress(text: string): boolean {
  const [, address = "", prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return bits > 0 && Number(prefix ?? 0) <= bits;
}
