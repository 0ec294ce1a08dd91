import { instantOf } from "./core/instant.ts";
import { forceTerminate } from "./force-terminate.ts";
import type { Hub } from "./hub.ts";
import type { Hubs } from "./hubs.ts";
import { purge } from "./purge.ts";
import { restart, rewind } from "./rerun.ts";
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
      return hub && commandsOf(hub, reader, identifier);
    },
    async openHub(name) {
      const hub = await hubs.get(name);
      return hub && commandsOf(hub, reader, identifier);
    },
    onChanges,
  };
}

function commandsOf(hub: Hub, reader: Reader, identifier: () => string): HubCommands {
  return {
    name: hub.name,
    async start(request) {
      const instanceId = request.instanceId || identifier();
      const { executionId, name, version, input, tags = {}, scheduledStart, replaceable } = request;
      const started = await hub.execute(instanceId, {
        type: "create",
        start: {
          instanceId,
          executionId: executionId || undefined,
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
    forceTerminate: (instanceId, reason) => forceTerminate(hub, instanceId, reason),
    restart: (instanceId, withNewInstanceId) =>
      restart(hub, instanceId, withNewInstanceId ? identifier() : undefined),
    rewind: (instanceId, reason) => rewind(hub, instanceId, reason),
    purge: (instanceId) => purge(hub, reader, instanceId, false),
    signal: (entityId, operation, input) =>
      hub.raise(entityId, {
        $case: "entityOperationSignaled",
        value: {
          requestId: identifier(),
          operation,
          scheduledTime: undefined,
          input,
          targetInstanceId: undefined,
        },
      }),
    workers: hub.dispatcher.workers,
  };
}
