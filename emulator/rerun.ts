import { type Rejection, reject } from "./core/rejection.ts";
import { isTerminal } from "./core/status.ts";
import type { Hub } from "./hub.ts";
import type { Done, Started } from "./scheduler.ts";

/** The same name, version, tags and input once more, under the same id or a new one. */
export async function restart(
  hub: Hub,
  instanceId: string,
  newInstanceId: string | undefined,
): Promise<Started | Rejection> {
  const state = await hub.read(instanceId);
  if (state === undefined) return notFound(instanceId);
  const { name, version, tags, status } = state.orchestration;
  if (newInstanceId === undefined && !isTerminal(status)) {
    return reject(
      "failed-precondition",
      `'${instanceId}' is still ${status}; ` +
        "restart it under a new instance id, or terminate it first.",
    );
  }
  const id = newInstanceId ?? instanceId;
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
  return started.ok ? { ok: true, instanceId: id } : started;
}

/** A failed orchestration goes on from where it failed. */
export async function rewind(
  hub: Hub,
  instanceId: string,
  reason: string | undefined,
): Promise<Done | Rejection> {
  const rewound = await hub.execute(instanceId, { type: "rewind", reason });
  if (rewound.ok) return { ok: true };
  return rewound.code === "not-found" ? notFound(instanceId) : rewound;
}

// One SDK shows this text word for word.
function notFound(instanceId: string): Rejection {
  return reject("not-found", `An orchestration with the instanceId ${instanceId} was not found.`);
}
