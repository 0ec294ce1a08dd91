/** What was found out about one link of the chain from a laptop to a running worker. */
export interface Finding {
  /** The link, such as `Azure login`. */
  readonly check: string;
  readonly state: State;
  /** What is there, or what is wrong. */
  readonly says: string;
  /** The command that mends it, or what else to do; problems have it. */
  readonly mend?: string;
}

/** `not checked`: something before it in the chain is missing. */
export type State = "ok" | "not needed" | "not checked" | "problem";

export function ok(check: string, says: string): Finding {
  return { check, state: "ok", says };
}

export function notNeeded(check: string, says: string): Finding {
  return { check, state: "not needed", says };
}

export function notChecked(check: string, says: string): Finding {
  return { check, state: "not checked", says };
}

export function problem(check: string, says: string, mend: string): Finding {
  return { check, state: "problem", says, mend };
}
