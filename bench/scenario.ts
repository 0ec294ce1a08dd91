/** What is run again and again: each says what one of it is. */
export const scenarios = {
  "sequence-5": "an orchestration of five activities, one after the other",
  "fan-out-10": "an orchestration of ten activities at once",
  "entity-counter": "an orchestration that adds to one of 64 counters and reads the sum",
  "history-1000": "an orchestration of 500 activities at once: 1,000 events and more",
  "start-only": "an acknowledged start; nothing works on it",
} as const;

export type Scenario = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as readonly Scenario[];

export function isScenario(name: string): name is Scenario {
  return Object.hasOwn(scenarios, name);
}

/** What is measured apart from any load: each says what of. */
export const states = {
  "start-up": "the published program: when it answers, and its memory with nothing to do",
  million: "1,000,000 stored instances, each with a timer: opening, pages, dispatch, memory",
} as const;

export type State = keyof typeof states;

export const stateNames = Object.keys(states) as readonly State[];

export function isState(name: string): name is State {
  return Object.hasOwn(states, name);
}

/** How many counters the entities of a run are. */
export const counterCount = 64;

/** How many are under way at a time, unless told otherwise. */
export const concurrencies = [1, 32, 256] as const;
