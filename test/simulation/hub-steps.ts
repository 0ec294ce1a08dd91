import { instantOf } from "../../emulator/core/instant.ts";
import type { Hubs } from "../../emulator/hubs.ts";
import { bareStart } from "./bare-start.ts";
import { call } from "./client.ts";
import { otherHubName } from "./other-hub.ts";
import { askingOf, type SimulationStep } from "./simulation-step.ts";
import type { World } from "./world.ts";

const asking = askingOf(({ hubs }) => hubs);

/** What clients do with the other hub, to which no worker comes. */
export const hubSteps: readonly SimulationStep[] = [
  asking("create the other hub", 2, (world, hubs) => {
    create(world, hubs);
    return true;
  }),
  asking("start in the other hub", 3, (world, hubs) => {
    const hub = hubs.peek(otherHubName);
    if (hub === undefined) return false;
    const instanceId = `other ${world.nextNumber()}`;
    const acknowledge = world.otherHub.starting(instanceId);
    const isLater = world.random.chance(0.3);
    const scheduledStart = isLater ? instantOf(world.time.now() + 1_000) : undefined;
    const start = { ...bareStart, instanceId, name: "other", scheduledStart };
    const started = hub.execute(instanceId, { type: "create", start, replaceable: undefined });
    call(world, `start ${instanceId}`, started, acknowledge);
    return true;
  }),
  asking("remove the other hub", 1, (world, hubs) => {
    const acknowledge = world.otherHub.removing();
    call(world, "remove the other hub", hubs.remove(otherHubName), (wasThere) => {
      if (wasThere) acknowledge();
    });
    // Who wants it empty makes it anew at once.
    if (world.random.chance(0.5)) create(world, hubs);
    return true;
  }),
];

function create(world: World, hubs: Hubs): void {
  call(world, "create the other hub", hubs.create(otherHubName));
}
