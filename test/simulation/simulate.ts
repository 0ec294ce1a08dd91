import { checkAtRest } from "./at-rest.ts";
import { comeToRest } from "./coming-to-rest.ts";
import { checkLeases } from "./lease-rule.ts";
import type { Random } from "./random.ts";
import { settle } from "./settle.ts";
import { noWitness } from "./simulated-disk.ts";
import type { SimulationStep } from "./simulation-step.ts";
import type { SqliteTwin } from "./sqlite-twin.ts";
import { simulationSteps } from "./steps.ts";
import { createWorld, type World } from "./world.ts";

export interface SimulationSettings {
  readonly seed: number;
  /** How many steps are taken before all comes to rest; absent: the seed says it. */
  readonly stepCount?: number | undefined;
  /** Told what happens, a line each. */
  readonly trace?: ((line: string) => void) | undefined;
  readonly twin?: SqliteTwin | undefined;
}

export interface SimulationResult {
  readonly stepCount: number;
  /** How often the process was started. */
  readonly processCount: number;
}

/** One run, which follows from its settings alone. Throws what it finds. */
export async function simulate(settings: SimulationSettings): Promise<SimulationResult> {
  const { seed, trace, twin } = settings;
  // Breaking off costs the twin a new opening.
  const breaksOff = seed % 10 === 0;
  const world = createWorld({
    seed,
    trace: (text) => trace?.(text()),
    witness: twin ?? noWitness,
    onLost: (group) => breaksOff && twin?.breakOff(group),
  });
  try {
    return await run(world, settings);
  } finally {
    world.process.kill();
    await twin?.end();
  }
}

async function run(world: World, settings: SimulationSettings): Promise<SimulationResult> {
  const { trace, twin } = settings;
  const weigh = weightsOf(world.random);
  const drawnCount = 50 + world.random.below(500);
  const stepCount = settings.stepCount ?? drawnCount;
  let processCount = 1;
  for (let count = 0; count < stepCount; count++) {
    const { process } = world;
    await takeStep(world, weigh);
    if (process !== world.process) processCount += 1;
    else if (!world.random.chance(0.02)) continue;
    await twin?.compare(world);
    world.check();
  }
  trace?.("coming to rest");
  await comeToRest(world, async () => twin?.compare(world));
  await checkAtRest(world);
  await twin?.compare(world);
  world.check();
  return { stepCount, processCount };
}

/** Each run leaves some things out and has others more often, so that rare ones meet. */
function weightsOf(random: Random): (step: SimulationStep) => number {
  const hasFaults = random.chance(0.85);
  const factors = new Map(
    simulationSteps.map((step) => {
      const isRare = step.weight < 5;
      const factor = random.pick(isRare ? [0, 0, 1, 1, 4] : [0.5, 1, 1, 2]);
      return [step, step.isFault && !hasFaults ? 0 : factor];
    }),
  );
  return (step) => step.weight * (factors.get(step) ?? 0);
}

/** How many steps are tried until one finds something to do. */
const tryCountMax = 20;

async function takeStep(world: World, weigh: (step: SimulationStep) => number): Promise<void> {
  world.time.pass(world.random.below(3));
  for (let count = 0; count < tryCountMax; count++) {
    const step = world.random.weighted(simulationSteps, weigh);
    if (step === undefined) break;
    const happened = step.run(world);
    if (happened === false) continue;
    world.trace(() => step.name);
    await happened;
    break;
  }
  // Some steps share a turn of the event loop with the next.
  if (world.random.chance(0.8)) await settle();
  checkLeases(world);
  world.check();
}
