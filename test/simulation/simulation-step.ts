import type { World } from "./world.ts";

/** One thing that happens. False when it could not: then nothing has. */
export interface SimulationStep {
  readonly name: string;
  /** How often beside the others; what is rare in every run is left out of many. */
  readonly weight: number;
  readonly isFault?: true;
  run(world: World): Promise<unknown> | boolean;
}
