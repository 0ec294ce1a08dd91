import { limits } from "./limits.ts";

/** Control characters, and surrogates that stand alone and would not survive UTF-8. */
const unprintable = /[\p{Cc}\p{Cs}]/u;

/** Why this cannot be an orchestration's id, or nothing. Source: the service's published limits. */
export function instanceIdFault(instanceId: string): string | undefined {
  const fault = lengthFault(instanceId);
  if (fault !== undefined || !isEntityId(instanceId)) return fault;
  return `Instance id '${instanceId}' starts with '@', which is reserved for entities.`;
}

/** Orchestrations and entities have the same limits. */
export function lengthFault(instanceId: string): string | undefined {
  if (unprintable.test(instanceId)) {
    const shown = JSON.stringify(instanceId.slice(0, 40));
    return `Instance id ${shown} has control characters, or halves of ones; use printable ones.`;
  }
  return instanceId.length > limits.instanceIdLength
    ? `The length of instance id '${instanceId.slice(0, 40)}…' is ${instanceId.length}; ` +
        `at most ${limits.instanceIdLength} characters are allowed.`
    : undefined;
}

/** `@name@key`: the name in lower case, the key as it is. Undefined for what is no such id. */
export function entityIdOf(text: string): string | undefined {
  const parts = /^@([^@]+)@(.*)$/s.exec(text);
  return parts === null ? undefined : `@${parts[1]?.toLowerCase()}@${parts[2]}`;
}

export function isEntityId(instanceId: string): boolean {
  return instanceId.startsWith("@");
}
