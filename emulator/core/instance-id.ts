import { limits } from "./limits.ts";

/** Why this cannot be an orchestration's id, or nothing. Source: the service's published limits. */
export function instanceIdFault(instanceId: string): string | undefined {
  if (instanceId.length > limits.instanceIdLength) {
    return (
      `The length of instance id '${instanceId.slice(0, 40)}…' is ${instanceId.length}; ` +
      `at most ${limits.instanceIdLength} characters are allowed.`
    );
  }
  if (isEntityId(instanceId)) {
    return `Instance id '${instanceId}' starts with '@', which is reserved for entities.`;
  }
  return undefined;
}

export function isEntityId(instanceId: string): boolean {
  return instanceId.startsWith("@");
}
