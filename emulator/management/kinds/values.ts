import { isIP } from "node:net";
import type { Fault } from "../arm-error.ts";

/** The text when it is one of these; otherwise a fault that names them. Absent is no fault. */
export function oneOf<Name extends string>(
  value: unknown,
  names: readonly Name[],
  target: string,
  faults: Fault[],
): Name | undefined {
  if (value === undefined || value === null) return undefined;
  const found = names.find((name) => name === value);
  if (found === undefined) {
    faults.push({ target, message: `is ${JSON.stringify(value)}; use ${names.join(" or ")}` });
  }
  return found;
}

export function integerBetween(
  value: unknown,
  [least, most]: readonly [number, number],
  target: string,
  faults: Fault[],
): number | undefined {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  const given = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
  faults.push({ target, message: `${given}; use a whole number from ${least} to ${most}` });
  return undefined;
}

export function listOf(value: unknown, target: string, faults: Fault[]): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const given = value === undefined || value === null ? "is missing" : "is no list";
  faults.push({ target, message: `${given}; give a list, which may be empty` });
  return [];
}

export function textsOf(value: unknown, target: string, faults: Fault[]): readonly string[] {
  return listOf(value, target, faults).flatMap((item, index) => {
    if (typeof item === "string") return [item];
    faults.push({ target: `${target}[${index}]`, message: "is no text" });
    return [];
  });
}

/** An address of IPv4 or IPv6, alone or with the length of a prefix. */
export function isAddressRange(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || address.includes("%") || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}
