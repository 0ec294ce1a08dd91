import { instantOf } from "../../emulator/core/instant.ts";
import { isTerminal, type Status } from "../../emulator/core/status.ts";
import { forceTerminate } from "../../emulator/force-terminate.ts";
import type { Hub } from "../../emulator/hub.ts";
import { purge } from "../../emulator/purge.ts";
import { restart, rewind } from "../../emulator/rerun.ts";
import { bareStart } from "./bare-start.ts";
import { purgedEntity, type Root } from "./plan.ts";
import { inputOf } from "./script.ts";
import type { OperationInput } from "./script-actions.ts";
import type { World } from "./world.ts";

/** A call is answered, or its process ends before: then nobody knows. */
export function call<Result>(
  world: World,
  what: string,
  answer: Promise<Result>,
  onAnswer: (result: Result) => void = () => {},
): void {
  const { process } = world;
  world.trace(() => `  ${what}`);
  world.pendingCount += 1;
  answer.then(
    (result) => {
      if (process !== world.process || process.isClosing) return;
      world.pendingCount -= 1;
      world.trace(() => `  answered: ${what}`);
      onAnswer(result);
    },
    (error: unknown) =>
      world.demand(process.hasFailed, "No call fails by itself", () => String(error)),
  );
}

export function start(world: World, hub: Hub, root: Root, replaces: boolean): void {
  const { instanceId, script, delayMillis } = root;
  if (replaces) world.instances.tamper(instanceId, "restart");
  if (replaces || world.instances.mayBeGone(instanceId)) world.instances.revive(instanceId);
  // What it replaces may begin at this very moment, and scripts name things by their beginning.
  world.time.pass(1);
  const at = world.time.now() + delayMillis;
  const started = hub.execute(instanceId, {
    type: "create",
    start: {
      ...bareStart,
      instanceId,
      name: "script",
      input: inputOf(script),
      scheduledStart: delayMillis === 0 ? undefined : instantOf(at),
    },
    replaceable: replaces ? ["pending", "running", "suspended", "terminated"] : [],
  });
  call(world, `start ${instanceId}`, started, (result) => {
    if (result.ok) world.instances.started(instanceId);
    else world.demand(result.code === "already-exists", "A start is taken", () => result.message);
  });
}

export function raiseEvent(world: World, hub: Hub, instanceId: string, name: string): void {
  const input = `event ${world.nextNumber()}`;
  const wasThere = isLive(world, instanceId);
  const raised = hub.raise(instanceId, { $case: "eventRaised", value: { name, input } });
  call(world, `${input}, ${name}, to ${instanceId}`, raised, () => {
    if (wasThere && isLive(world, instanceId)) world.instances.raised(instanceId, name);
  });
}

export function suspend(world: World, hub: Hub, instanceId: string): void {
  const value = { input: undefined };
  const raised = hub.raise(instanceId, { $case: "executionSuspended", value });
  call(world, `suspend ${instanceId}`, raised);
}

export function resume(world: World, hub: Hub, instanceId: string): void {
  const value = { input: undefined };
  const raised = hub.raise(instanceId, { $case: "executionResumed", value });
  call(world, `resume ${instanceId}`, raised);
}

export function terminate(world: World, hub: Hub, instanceId: string, recurse: boolean): void {
  const { instances } = world;
  instances.tamper(instanceId, recurse ? "terminate-all" : "terminate");
  const { revivalCount } = instances;
  const value = { input: "terminated", recurse };
  const endCount = () => world.record.instances.get(instanceId)?.endCount;
  const before = isLive(world, instanceId) ? endCount() : undefined;
  const raised = hub.raise(instanceId, { $case: "executionTerminated", value });
  call(world, `terminate ${instanceId}`, raised, () => {
    const isRecent = revivalCount === instances.revivalCount;
    const wasThere = before !== undefined && before === endCount();
    if (wasThere && isRecent) instances.mustEnd(instanceId, revivalCount);
  });
}

export function terminateByForce(world: World, hub: Hub, instanceId: string): void {
  world.instances.tamper(instanceId, "terminate");
  call(world, `terminate ${instanceId} by force`, forceTerminate(hub, instanceId, "by force"));
}

export function purgeInstance(world: World, hub: Hub, instanceId: string, all: boolean): void {
  world.instances.tamper(instanceId, all ? "purge-all" : "purge");
  call(world, `purge ${instanceId}`, purge(hub, world.reader, instanceId, all));
}

export function restartInstance(world: World, hub: Hub, instanceId: string): void {
  const isNew = world.random.chance(0.3);
  if (!isNew) {
    world.instances.tamper(instanceId, "restart");
    world.instances.revive(instanceId);
    world.time.pass(1);
  }
  call(
    world,
    `restart ${instanceId}`,
    restart(hub, instanceId, isNew ? world.identifier() : undefined),
  );
}

export function rewindInstance(world: World, hub: Hub, instanceId: string): void {
  world.instances.revive(instanceId);
  call(world, `rewind ${instanceId}`, rewind(hub, instanceId, undefined));
}

export function signal(world: World, hub: Hub, entity: string, delayMillis: number): void {
  const id = `signal ${world.nextNumber()}`;
  const notBefore = world.time.now() + delayMillis;
  world.operations.signalled(entity, id);
  const value = {
    requestId: id,
    operation: "add",
    scheduledTime: delayMillis === 0 ? undefined : instantOf(notBefore),
    input: JSON.stringify({ id, notBefore } satisfies OperationInput),
    targetInstanceId: undefined,
  };
  const visibleAt = delayMillis === 0 ? {} : { visibleAt: notBefore };
  const raised = hub.raise(entity, { $case: "entityOperationSignaled", value }, visibleAt);
  call(world, `${id} to ${entity}`, raised, () => world.operations.acknowledged(id));
}

export function purgeEntity(world: World, hub: Hub): void {
  world.operations.purged(purgedEntity);
  call(world, `purge ${purgedEntity}`, purge(hub, world.reader, purgedEntity, false));
}

export function readState(world: World, hub: Hub, instanceId: string): void {
  call(world, `read ${instanceId}`, hub.read(instanceId));
}

export function readEntity(world: World, hub: Hub, entity: string): void {
  call(world, `read ${entity}`, hub.readEntity(entity));
}

/** For its start or its end; some lose their patience. */
export function awaitStatus(world: World, hub: Hub, instanceId: string): void {
  const leaves = new AbortController();
  const isWanted = world.random.chance(0.5) ? isTerminal : (status: Status) => status !== "pending";
  const come = hub.wait(
    instanceId,
    ({ orchestration }) => isWanted(orchestration.status),
    leaves.signal,
  );
  call(world, `wait for ${instanceId}`, come, (state) => {
    const status = state?.orchestration.status;
    const isRight = status === undefined || isWanted(status);
    world.demand(isRight, "Who waits hears of what he waits for", () => `${instanceId} ${status}`);
  });
  if (world.random.chance(0.2)) leaves.abort();
}

function isLive({ record }: World, instanceId: string): boolean {
  const status = record.instances.get(instanceId)?.orchestration.status;
  return status !== undefined && !isTerminal(status);
}
