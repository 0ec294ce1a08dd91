import type { Planned } from "../../infra/refusal.ts";

/** The arguments that a plan refuses, in the order of its list; none when it is accepted. */
export function refusedArguments(planned: Planned<unknown>): readonly string[] {
  return planned.ok ? [] : planned.refusals.map(({ argument }) => argument);
}
