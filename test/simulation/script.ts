/**
 * What one orchestration does, as data: it is the orchestration's input, so that any worker can
 * run it and the simulator can say what must come out.
 */
export interface Script {
  readonly steps: readonly Step[];
  /** How often it continues as new, plus one. */
  readonly generations: number;
  readonly ending: "completes" | "fails";
}

export type Step =
  | Leaf
  /** All at once, going on when all have answered. */
  | { readonly do: "all"; readonly steps: readonly Leaf[] }
  /** Goes on with whichever comes first. */
  | { readonly do: "race"; readonly name: string; readonly millis: number }
  /** Reads each entity, does the steps, and writes: nobody may come between. */
  | {
      readonly do: "section";
      readonly entities: readonly string[];
      readonly steps: readonly Leaf[];
      /** Whether the locks are left to the scheduler, to be given back at the end. */
      readonly isLeftOpen: boolean;
    }
  | {
      readonly do: "signal";
      readonly entity: string;
      readonly millis: number;
      /** Where the entity is to pass it on to. */
      readonly relay: string | undefined;
    }
  /** Calls an entity that starts an orchestration, and sends this the event that it waits for. */
  | { readonly do: "launch"; readonly entity: string; readonly millis: number }
  /** An event to another orchestration. */
  | { readonly do: "send"; readonly to: string; readonly name: string };

/** What is begun with one action and has one answer. */
export type Leaf =
  /** Fails as many times, in all, before it succeeds. */
  | { readonly do: "activity"; readonly input: number; readonly failures: number }
  | { readonly do: "timer"; readonly millis: number }
  | {
      readonly do: "child";
      /** Absent: the scheduler gives it an id. */
      readonly id: string | undefined;
      readonly script: Script;
      /** Whether the parent fails when it fails. */
      readonly isVital: boolean;
    }
  | { readonly do: "event"; readonly name: string }
  | { readonly do: "call"; readonly entity: string; readonly isRefused: boolean };

/** The input of an orchestration: the script, and what its generations have brought so far. */
export interface ScriptInput {
  readonly script: Script;
  readonly generation: number;
  readonly values: readonly (readonly string[])[];
}

export function inputOf(script: Script): string {
  return JSON.stringify({ script, generation: 0, values: [] } satisfies ScriptInput);
}

export function parseInput(input: string | undefined): ScriptInput {
  return JSON.parse(input ?? "");
}

/** An event is awaited anew in every generation, under a name of its own. */
export function eventName(name: string, generation: number): string {
  return `${name}@${generation}`;
}

/** Every event that an orchestration with this script waits for. */
export function awaitedEvents(script: Script): readonly string[] {
  const names = script.steps.flatMap((step): string[] => {
    if (step.do === "event" || step.do === "race") return [step.name];
    return "steps" in step ? step.steps.flatMap((leaf) => ("name" in leaf ? [leaf.name] : [])) : [];
  });
  return Array.from({ length: script.generations }, (_, generation) =>
    names.map((name) => eventName(name, generation)),
  ).flat();
}

/** What an orchestration does that an entity has started. */
export const launchedScript = {
  steps: [{ do: "event", name: "launched" }],
  generations: 1,
  ending: "completes",
} as const satisfies Script;

export function activityResult(input: number): string {
  return `activity ${2 * input + 1}`;
}

/** What a child that did not complete brings its parent, unless it is vital. */
export const failedChild = "child failed";

/**
 * Whether this is what must come out. A child may have been ended from outside: then its parent
 * may have gone on without its result.
 */
export function isExpected(script: Script, output: string | undefined, mayLoseChildren: boolean) {
  const values: unknown = JSON.parse(output ?? "null");
  if (!Array.isArray(values) || values.length !== script.generations) return false;
  return values.every(
    (generation) =>
      Array.isArray(generation) &&
      generation.length === script.steps.length &&
      script.steps.every((step, index) => isValue(step, generation[index], mayLoseChildren)),
  );
}

function isValue(step: Step, value: unknown, mayLoseChildren: boolean): boolean {
  switch (step.do) {
    case "activity":
      return value === activityResult(step.input);
    case "timer":
    case "event":
    case "signal":
    case "launch":
    case "send":
      return value === step.do;
    case "call":
      return value === (step.isRefused ? "refused" : "called");
    case "race":
      return value === "event" || value === "timer";
    case "child":
      if (value === failedChild) return mayLoseChildren || mayFail(step.script);
      return (
        step.script.ending === "completes" &&
        typeof value === "string" &&
        isExpected(step.script, value, mayLoseChildren)
      );
    case "all":
    case "section":
      return (
        typeof value === "string" &&
        step.steps.every((leaf, index) => isValue(leaf, JSON.parse(value)[index], mayLoseChildren))
      );
  }
}

/** Whether it fails at least at first, by itself or because a vital child does. */
function mayFail({ steps, ending }: Script): boolean {
  const leaves = steps.flatMap((step): readonly Step[] => ("steps" in step ? step.steps : [step]));
  return (
    ending === "fails" ||
    leaves.some(
      (leaf) =>
        (leaf.do === "activity" && leaf.failures > 0) ||
        (leaf.do === "child" && leaf.isVital && mayFail(leaf.script)),
    )
  );
}
