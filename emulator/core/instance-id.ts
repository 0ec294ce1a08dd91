import { limits } from "./limits.ts";

/** Control characters, and surrogates that stand alone and would not survive UTF-8. */
const unprintable = /[\p{Cc}\p{Cs}]/u;

/** Why this cannot be an orchestration's id, or nothing. Source: the service's published limits. */
export function instanceIdFault(instanceId: string): string | undefined {
  const fault = lengthFault(instanceId);
  if (fault !== undefined) return fault;
  if (isEntityId(instanceId)) {
    return `Instance id '${instanceId}' starts with '@', which is reserved for entities.`;
  }
  return printable.test(instanceId)
    ? undefined
    : `Instance id '${instanceId}' has a character that is not printable ASCII.`;
}

const printable = /^[\x20-\x7e]*$/;

/** Why this cannot be an entity's id, or nothing. */
export function entityIdFault(instanceId: string): string | undefined {
  const fault = lengthFault(instanceId);
  if (fault !== undefined || entityIdOf(instanceId) !== undefined) return fault;
  return `'${instanceId}' is no entity id; it reads @name@key.`;
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

/** The beginning of entity ids, its name in the case in which they are kept. */
export function entityPrefixOf(text: string): string {
  return text.replace(/^@[^@]*/, (name) => name.toLowerCase());
}

export function isEntityId(instanceId: string): boolean {
  return instanceId.startsWith("@");
}
