import type { SimulatedProcess } from "./simulated-process.ts";
import type { World } from "./world.ts";

/** One thing that happens. False when it could not: then nothing has. */
export interface SimulationStep {
  readonly name: string;
  /** How often beside the others; what is rare in every run is left out of many. */
  readonly weight: number;
  readonly isFault?: true;
  run(world: World): Promise<unknown> | boolean;
}

/** Steps that ask a part of the process, which takes calls only while it is open. */
export function askingOf<Part>(partOf: (process: SimulatedProcess) => Part | undefined) {
  return (
    name: string,
    weight: number,
    ask: (world: World, part: Part) => boolean,
  ): SimulationStep => ({
    name,
    weight,
    run(world) {
      const part = partOf(world.process);
      return part !== undefined && ask(world, part);
    },
  });
}
