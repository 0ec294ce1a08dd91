import { isIPv4 } from "node:net";

/** A range of IPv4 addresses. */
export interface AddressRange {
  /** The first address, as a number. */
  readonly start: number;
  /** How many leading bits all of them share. */
  readonly prefix: number;
}

/** Undefined when the text is no range, or does not begin with the range's first address. */
export function parseRange(text: string): AddressRange | undefined {
  const [, address = "", prefixText = ""] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  const prefix = Number(prefixText);
  if (!isIPv4(address) || prefix > 32) return undefined;
  const start = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return start % 2 ** (32 - prefix) === 0 ? { start, prefix } : undefined;
}

export function rangeText({ start, prefix }: AddressRange): string {
  const parts = [24, 16, 8, 0].map((bits) => Math.floor(start / 2 ** bits) % 256);
  return `${parts.join(".")}/${prefix}`;
}
