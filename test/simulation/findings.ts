/** A rule that the system broke, with what shows it. */
export class Violation extends Error {
  constructor(rule: string, detail: string) {
    super(`${rule}: ${detail}`);
    this.name = "Violation";
  }
}

/**
 * Where the checks report to. They run in the middle of the hub's own calls, which may not be
 * interrupted: the first finding is kept, and thrown once the step is over.
 */
export interface Findings {
  readonly demand: Demand;
  /** Throws the first finding, if there is one. */
  check(): void;
}

export type Demand = (holds: boolean, rule: string, detail: () => string) => void;

export function createFindings(): Findings {
  let first: Violation | undefined;
  return {
    demand(holds, rule, detail) {
      if (!holds) first ??= new Violation(rule, detail());
    },
    check() {
      if (first !== undefined) throw first;
    },
  };
}
