/**
 * What must hold of a Durable Task Scheduler and its apps in Azure, for a Pulumi policy pack:
 * `new PolicyPack("durable-task", { policies: durableTaskPolicies })`. It needs no other package.
 */
import { accessRules } from "./policies/access-rules.ts";
import { hostRules } from "./policies/host-rules.ts";
import type {
  Enforcement,
  Properties,
  ResourceRule,
  StackResource,
  StackRule,
} from "./policies/rule.ts";
import { schedulerRules } from "./policies/scheduler-rules.ts";
import { stackRules } from "./policies/stack-rules.ts";

/** A policy in the form that `@pulumi/policy` takes. */
export type DurableTaskPolicy = ResourcePolicy | StackPolicy;

interface Policy {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel: Enforcement;
}

export interface ResourcePolicy extends Policy {
  readonly validateResource: (
    resource: { readonly type: string; readonly props: Properties },
    report: (message: string) => void,
  ) => void;
}

export interface StackPolicy extends Policy {
  readonly validateStack: (
    stack: { readonly resources: readonly StackResource[] },
    report: (message: string, urn: string) => void,
  ) => void;
}

export const durableTaskPolicies: DurableTaskPolicy[] = [
  ...[...schedulerRules, ...accessRules, ...hostRules].map(resourcePolicy),
  ...stackRules.map(stackPolicy),
];

function resourcePolicy(rule: ResourceRule): ResourcePolicy {
  const { name, description, enforcement: enforcementLevel } = rule;
  return {
    name,
    description,
    enforcementLevel,
    validateResource: ({ type, props }, report) => {
      if (type === rule.of) for (const violation of rule.violations(props)) report(violation);
    },
  };
}

function stackPolicy(rule: StackRule): StackPolicy {
  const { name, description, enforcement: enforcementLevel } = rule;
  return {
    name,
    description,
    enforcementLevel,
    validateStack: ({ resources }, report) => {
      for (const { urn, message } of rule.violations(resources)) report(message, urn);
    },
  };
}
