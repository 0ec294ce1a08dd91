import type { Hub } from "../hub.ts";
import { restart, rewind } from "../rerun.ts";
import { faultOf } from "./fault.ts";
import type {
  RestartInstanceRequest,
  RestartInstanceResponse,
  RewindInstanceRequest,
} from "./generated/orchestrator_service.ts";

export async function restartInstance(
  hub: Hub,
  { instanceId, restartWithNewInstanceId }: RestartInstanceRequest,
  identifier: () => string,
): Promise<RestartInstanceResponse> {
  const newInstanceId = restartWithNewInstanceId ? identifier() : undefined;
  const restarted = await restart(hub, instanceId, newInstanceId);
  if (!restarted.ok) throw faultOf(restarted);
  return { instanceId: restarted.instanceId };
}

export async function rewindInstance(
  hub: Hub,
  { instanceId, reason }: RewindInstanceRequest,
): Promise<object> {
  const rewound = await rewind(hub, instanceId, reason);
  if (!rewound.ok) throw faultOf(rewound);
  return {};
}
