import { disconnectWorker } from "./simulated-worker.ts";
import type { SimulationStep } from "./simulation-step.ts";

/** How one life of the scheduler comes to its end. */
export const processSteps: readonly SimulationStep[] = [
  {
    name: "kill",
    weight: 0.8,
    isFault: true,
    run(world) {
      world.restart();
      return true;
    },
  },
  {
    name: "close",
    weight: 0.4,
    run(world) {
      const { hub } = world.process;
      if (hub === undefined) return false;
      for (const worker of world.workers) disconnectWorker(world, worker);
      world.process.close();
      return true;
    },
  },
  {
    name: "a process that has closed ends",
    weight: 5,
    run(world) {
      if (!world.process.isClosed) return false;
      world.restart();
      return true;
    },
  },
  {
    name: "disk fails",
    weight: 0.4,
    isFault: true,
    run(world) {
      const { disk } = world.process;
      if (disk.hasFailed) return false;
      disk.fail(world.random.chance(0.5));
      return true;
    },
  },
  {
    name: "a process whose commit has failed ends",
    weight: 10,
    run(world) {
      if (!world.process.hasFailed) return false;
      world.restart();
      return true;
    },
  },
];
