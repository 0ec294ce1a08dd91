import { instantOf } from "../../emulator/core/instant.ts";
import type { Hubs } from "../../emulator/hubs.ts";
import { call, plainStart } from "./client.ts";
import { otherHubName } from "./other-hub.ts";
import type { SimulationStep } from "./simulation-step.ts";
import type { World } from "./world.ts";

function asking(
  name: string,
  weight: number,
  ask: (world: World, hubs: Hubs) => boolean,
): SimulationStep {
  const run = (world: World) => world.process.hubs !== undefined && ask(world, world.process.hubs);
  return { name, weight, run };
}

/** What clients do with the other hub, to which no worker comes. */
export const hubSteps: readonly SimulationStep[] = [
  asking("create the other hub", 2, (world, hubs) => {
    call(world, "create the other hub", hubs.create(otherHubName));
    return true;
  }),
  asking("start in the other hub", 3, (world, hubs) => {
    const hub = hubs.peek(otherHubName);
    if (hub === undefined) return false;
    const instanceId = `other ${world.nextNumber()}`;
    const acknowledge = world.otherHub.starting(instanceId);
    const isLater = world.random.chance(0.3);
    const scheduledStart = isLater ? instantOf(world.time.now() + 1_000) : undefined;
    const start = { ...plainStart, instanceId, name: "other", scheduledStart };
    const started = hub.execute(instanceId, { type: "create", start, replaceable: undefined });
    call(world, `start ${instanceId}`, started, acknowledge);
    return true;
  }),
  asking("remove the other hub", 1, (world, hubs) => {
    const acknowledge = world.otherHub.removing();
    call(world, "remove the other hub", hubs.remove(otherHubName), (wasThere) => {
      if (wasThere) acknowledge();
    });
    return true;
  }),
];
