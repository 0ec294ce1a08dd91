import { status } from "@grpc/grpc-js";
import { isTerminal } from "../core/status.ts";
import type { Hub } from "../hub.ts";
import { Fault, faultOf } from "./fault.ts";
import type {
  RestartInstanceRequest,
  RestartInstanceResponse,
  RewindInstanceRequest,
} from "./generated/orchestrator_service.ts";

/** The same name, version, tags and input once more, under the same id or a new one. */
export async function restartInstance(
  hub: Hub,
  { instanceId, restartWithNewInstanceId }: RestartInstanceRequest,
  identifier: () => string,
): Promise<RestartInstanceResponse> {
  const state = await hub.read(instanceId);
  if (state === undefined) throw notFound(instanceId);
  const { name, version, tags } = state.orchestration;
  if (!restartWithNewInstanceId && !isTerminal(state.orchestration.status)) {
    throw new Fault(
      status.FAILED_PRECONDITION,
      `'${instanceId}' is still ${state.orchestration.status}; ` +
        "restart it under a new instance id, or terminate it first.",
    );
  }
  const id = restartWithNewInstanceId ? identifier() : instanceId;
  const started = await hub.execute(id, {
    type: "create",
    start: {
      instanceId: id,
      executionId: undefined,
      name,
      version,
      input: state.payloads.input,
      tags,
      scheduledStart: undefined,
      parent: undefined,
      parentTraceContext: undefined,
    },
    replaceable: undefined,
  });
  if (!started.ok) throw faultOf(started);
  return { instanceId: id };
}

/** A failed orchestration goes on from where it failed. */
export async function rewindInstance(
  hub: Hub,
  { instanceId, reason }: RewindInstanceRequest,
): Promise<object> {
  const rewound = await hub.execute(instanceId, { type: "rewind", reason });
  if (rewound.ok) return {};
  throw rewound.code === "not-found" ? notFound(instanceId) : faultOf(rewound);
}

// One SDK shows this text word for word.
function notFound(instanceId: string): Fault {
  const text = `An orchestration with the instanceId ${instanceId} was not found.`;
  return new Fault(status.NOT_FOUND, text);
}
