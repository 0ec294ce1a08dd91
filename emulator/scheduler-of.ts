import { instantOf } from "./core/instant.ts";
import type { Hub } from "./hub.ts";
import type { Hubs } from "./hubs.ts";
import type { HubCommands, Scheduler } from "./scheduler.ts";
import type { Reader } from "./store/reader.ts";

/** The hubs as the edges for people see them. */
export function schedulerOf(
  hubs: Hubs,
  reader: Reader,
  identifier: () => string,
  onChanges: Scheduler["onChanges"],
): Scheduler {
  return {
    reader,
    taskHubs: () => hubs.names,
    hub(name) {
      const hub = hubs.peek(name);
      return hub && commandsOf(hub, identifier);
    },
    onChanges,
  };
}

function commandsOf(hub: Hub, identifier: () => string): HubCommands {
  return {
    async start(request) {
      const instanceId = request.instanceId || identifier();
      const { name, version, input, tags = {}, scheduledStart, replaceable } = request;
      const started = await hub.execute(instanceId, {
        type: "create",
        start: {
          instanceId,
          executionId: undefined,
          name,
          version,
          input,
          tags,
          scheduledStart: scheduledStart === undefined ? undefined : instantOf(scheduledStart),
          parent: undefined,
          parentTraceContext: undefined,
        },
        replaceable,
      });
      return started.ok ? { ok: true, instanceId } : started;
    },
    raiseEvent: (instanceId, name, input) =>
      hub.raise(instanceId, { $case: "eventRaised", value: { name, input } }),
    suspend: (instanceId, input) =>
      hub.raise(instanceId, { $case: "executionSuspended", value: { input } }),
    resume: (instanceId, input) =>
      hub.raise(instanceId, { $case: "executionResumed", value: { input } }),
    terminate: (instanceId, input, recurse) =>
      hub.raise(instanceId, { $case: "executionTerminated", value: { input, recurse } }),
  };
}
