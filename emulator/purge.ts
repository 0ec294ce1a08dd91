import { isEntityId } from "./core/instance-id.ts";
import type { Rejection } from "./core/rejection.ts";
import type { Hub } from "./hub.ts";
import type { Reader } from "./store/reader.ts";

export interface Purged {
  readonly ok: true;
  /** With the sub-orchestrations that went too. */
  readonly count: number;
}

/**
 * Forgets an orchestration that has ended, and what has ended below it when asked to, or the state
 * of an entity.
 */
export async function purge(
  hub: Hub,
  reader: Reader,
  instanceId: string,
  recursive: boolean,
): Promise<Purged | Rejection> {
  if (isEntityId(instanceId)) {
    const purged = await hub.executeOnEntity(instanceId, { type: "purge" });
    return purged.ok ? { ok: true, count: 1 } : purged;
  }
  const children = recursive ? await reader.children(hub.name, instanceId) : [];
  const purged = await hub.execute(instanceId, { type: "purge" });
  if (!purged.ok) return purged;
  let count = 1;
  for (const { orchestration } of children) {
    const below = await purge(hub, reader, orchestration.instanceId, recursive);
    if (below.ok) count += below.count;
  }
  return { ok: true, count };
}
