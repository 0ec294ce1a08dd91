import { limits } from "./limits.ts";

/** Why this cannot be an orchestration's id, or nothing. Source: the service's published limits. */
export function instanceIdFault(instanceId: string): string | undefined {
  const fault = lengthFault(instanceId);
  if (fault !== undefined || !isEntityId(instanceId)) return fault;
  return `Instance id '${instanceId}' starts with '@', which is reserved for entities.`;
}

/** Orchestrations and entities have the same limit. */
export function lengthFault(instanceId: string): string | undefined {
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
