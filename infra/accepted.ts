import { RunError } from "@pulumi/pulumi";
import type { Planned, Refusal } from "./refusal.ts";

/**
 * The plan of a component, or an error that lists every refused argument. A component calls it
 * before it registers itself, so that a refusal leaves nothing of the component behind.
 * @throws RunError, which Pulumi prints without a stack trace.
 */
export function accepted<Plan>(planned: Planned<Plan>): Plan {
  if (planned.ok) return planned.plan;
  throw new RunError(listOf(planned.subject, planned.refusals));
}

/**
 * Goes on only if every plan is accepted. Pulumi starts to create a resource while the program
 * still runs; a program that calls this before its first resource creates all or nothing.
 * @throws RunError that lists the refused arguments of all plans.
 */
export function acceptAll(...plans: readonly Planned<unknown>[]): void {
  const lists = plans.flatMap((plan) => (plan.ok ? [] : [listOf(plan.subject, plan.refusals)]));
  if (lists.length > 0) throw new RunError(lists.join("\n"));
}

function listOf(subject: string, refusals: readonly Refusal[]): string {
  return [`${subject} is refused:`, ...refusals.map(lineOf)].join("\n");
}

function lineOf({ argument, rule, wayOut }: Refusal): string {
  return `  ${argument}: ${rule}; ${wayOut}`;
}
