import type { IdRule } from "../azure/resource-ids.ts";
import type { Refusal } from "../refusal.ts";

/**
 * Refuses the id of some other kind of resource. What another resource will tell only once it is
 * made is no text yet, and passes.
 */
export function checkId(argument: string, given: unknown, rule: IdRule): readonly Refusal[] {
  if (typeof given !== "string" || rule.pattern.test(given)) return [];
  return [
    {
      argument,
      rule: `"${given}" is not the id of a ${rule.resource}`,
      wayOut: `it looks like ${rule.example}`,
    },
  ];
}
