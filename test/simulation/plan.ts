import type { Random } from "./random.ts";
import type { Leaf, Script, Step } from "./script.ts";

/** What the clients of one run want to have done. */
export interface Plan {
  readonly roots: readonly Root[];
  readonly entities: readonly string[];
}

export interface Root {
  readonly instanceId: string;
  readonly script: Script;
  /** How long after its creation it begins; 0 is at once. */
  readonly delayMillis: number;
}

const entities = ["@log@a", "@log@b", "@log@c"] as const;
/** Never locked, so that it may be purged at any time. */
export const purgedEntity = "@scratch@a";
const depthMax = 2;
const stepKinds = [
  ...(["leaf", "leaf", "all", "all", "all"] as const),
  ...(["race", "section", "section", "signal", "launch", "send"] as const),
];
const leafKinds = [
  ...(["activity", "activity", "child", "child"] as const),
  ...(["event", "event", "timer", "call"] as const),
];

export function createPlan(random: Random): Plan {
  const ids = Array.from({ length: 1 + random.below(4) }, (_, index) => `o${index}`);
  const roots = ids.map((instanceId) => ({
    instanceId,
    script: createScript(random, ids, 0),
    delayMillis: random.chance(0.2) ? random.below(30_000) : 0,
  }));
  return { roots, entities: [...entities, purgedEntity] };
}

function createScript(random: Random, ids: readonly string[], depth: number): Script {
  const count = random.below(depth === 0 ? 5 : 3);
  return {
    steps: Array.from({ length: count }, (_, place) => {
      const step = createStep(random, ids, depth, place);
      // Whoever goes on with a lock waits for himself when he asks for another.
      return step.do === "section" && place < count - 1 ? { ...step, isLeftOpen: false } : step;
    }),
    generations: random.chance(0.3) ? 2 + random.below(3) : 1,
    ending: random.chance(0.1) ? "fails" : "completes",
  };
}

function createStep(random: Random, ids: readonly string[], depth: number, place: number): Step {
  const kind = random.pick(stepKinds);
  switch (kind) {
    case "leaf":
      return createLeaf(random, ids, depth, `${place}`);
    case "all": {
      const places = Array.from({ length: 1 + random.below(4) }, (_, index) => `${place}-${index}`);
      return { do: kind, steps: places.map((name) => createLeaf(random, ids, depth, name)) };
    }
    case "race":
      return { do: kind, name: `race${place}`, millis: delay(random) };
    case "section": {
      const isInside = random.chance(0.5);
      const step: Leaf = random.chance(0.5)
        ? { do: "timer", millis: delay(random) }
        : { do: "activity", input: random.below(100), failures: 0 };
      return {
        do: kind,
        entities: entities.filter((_, index) => index === place % 3 || random.chance(0.4)),
        steps: isInside ? [step] : [],
        isLeftOpen: random.chance(0.3),
      };
    }
    case "signal":
      return {
        do: kind,
        entity: random.pick([...entities, purgedEntity]),
        millis: random.chance(0.4) ? delay(random) : 0,
        relay: random.chance(0.3) ? random.pick(entities) : undefined,
      };
    case "launch":
      return { do: kind, entity: random.pick(entities), millis: delay(random) };
    case "send":
      return { do: kind, to: random.pick(ids), name: `race${random.below(5)}` };
  }
}

function createLeaf(random: Random, ids: readonly string[], depth: number, name: string): Leaf {
  const kind = random.pick(leafKinds);
  switch (kind) {
    case "activity": {
      const failures = random.chance(0.15) ? 1 + random.below(2) : 0;
      return { do: kind, input: random.below(100), failures };
    }
    case "timer":
      return { do: kind, millis: delay(random) };
    case "event":
      return { do: kind, name: `event${name}` };
    case "call":
      return {
        do: kind,
        entity: random.pick([...entities, purgedEntity]),
        isRefused: random.chance(0.1),
      };
    case "child": {
      if (depth === depthMax) return { do: "timer", millis: delay(random) };
      const script = createScript(random, ids, depth + 1);
      return {
        do: kind,
        id: random.chance(0.7) ? `c${name}` : undefined,
        script,
        isVital: script.ending === "completes" && random.chance(0.5),
      };
    }
  }
}

function delay(random: Random): number {
  return random.pick([0, 1, 50, 1_000, 20_000]);
}
