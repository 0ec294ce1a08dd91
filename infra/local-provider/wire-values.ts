import { specialSecretSig, specialSigKey, unknownValue } from "@pulumi/pulumi/runtime/rpc.js";

/** Values by name, as the engine sends and keeps them. */
export type Values = Readonly<Record<string, unknown>>;

/** The values without the wrapping that marks secrets; for reading them, never for the state. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  if (value[specialSigKey] === specialSecretSig) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** The value of an input that is only known once another resource is made. */
export function isUnknown(value: unknown): boolean {
  return plain(value) === unknownValue;
}

export function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function recordOf(value: unknown): Values {
  const found = plain(value);
  return isRecord(found) ? found : {};
}

export function textOf(value: unknown): string {
  return String(plain(value));
}
