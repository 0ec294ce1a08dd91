import { isEntityId } from "./core/instance-id.ts";
import { type Rejection, reject } from "./core/rejection.ts";
import type { Hub } from "./hub.ts";
import type { Done } from "./scheduler.ts";

/** Ends an orchestration at once, without a turn of its worker. */
export async function forceTerminate(
  hub: Hub,
  instanceId: string,
  reason: string | undefined,
): Promise<Done | Rejection> {
  if (isEntityId(instanceId)) {
    return reject("invalid-argument", `'${instanceId}' is an entity: it cannot be terminated.`);
  }
  const ended = await hub.execute(instanceId, { type: "force-terminate", reason });
  return ended.ok ? { ok: true } : ended;
}
