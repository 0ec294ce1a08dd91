import { containerAppLimits } from "../../azure/container-app-limits.ts";
import { type WorkItemType, workItemTypes } from "../../azure/work-item-types.ts";
import { checkWhole } from "../../checks/whole-number.ts";
import type { Refusal } from "../../refusal.ts";

/** How many replicas of a worker run, and what makes there be more. */
export interface ScaleChoice {
  /** 0 lets the worker stop when idle; then at least one rule must be there to wake it. */
  readonly replicasMin: number;
  readonly replicasMax: number;
  /** Waiting work of which types adds replicas. */
  readonly rules?: Readonly<Partial<Record<WorkItemType, ScaleRule>>>;
}

export interface ScaleRule {
  /** How many work items of this type one replica works on at a time. */
  readonly workItemsPerReplica: number;
}

/** One scale rule in the words of the scaler. */
export interface ScaleRulePlan {
  readonly name: string;
  readonly workItemType: string;
  /** The scaler's metadata are strings. */
  readonly maxConcurrentWorkItemsCount: string;
}

/** What to ask Azure for. The choice has passed `checkScale`. */
export function planScaleRules({ rules = {} }: ScaleChoice): readonly ScaleRulePlan[] {
  return workItemTypes.flatMap(({ type, scaleRuleName }) => {
    const rule = rules[type];
    if (rule === undefined) return [];
    const maxConcurrentWorkItemsCount = String(rule.workItemsPerReplica);
    return [{ name: scaleRuleName, workItemType: type, maxConcurrentWorkItemsCount }];
  });
}

/** Refuses replica counts out of range or order, and a worker that nothing would wake. */
export function checkScale(scale: ScaleChoice | undefined): readonly Refusal[] {
  if (scale === undefined) return [noScale];
  const { replicasMin, replicasMax, rules = {} } = scale;
  return [
    ...checkWhole("scale.replicasMin", replicasMin, 0, containerAppLimits.replicasMax),
    ...checkWhole("scale.replicasMax", replicasMax, 1, containerAppLimits.replicasMax),
    ...(replicasMin > replicasMax ? [outOfOrder(replicasMin, replicasMax)] : []),
    ...(replicasMin === 0 && Object.keys(rules).length === 0 ? [nothingWakes] : []),
    ...Object.entries(rules).flatMap(([type, rule]) => checkRule(type, rule)),
  ];
}

function checkRule(type: string, rule: ScaleRule): readonly Refusal[] {
  const types = workItemTypes.map((known) => known.type);
  if (types.some((known) => known === type)) {
    const argument = `scale.rules.${type}.workItemsPerReplica`;
    return checkWhole(argument, rule?.workItemsPerReplica, 1, Number.POSITIVE_INFINITY);
  }
  return [
    {
      argument: `scale.rules.${type}`,
      rule: `there are no work items of type "${type}"`,
      wayOut: `use ${types.join(", ")}`,
    },
  ];
}

const noScale: Refusal = {
  argument: "scale",
  rule: "how many replicas run must be chosen",
  wayOut: "set scale.replicasMin and scale.replicasMax",
};

const nothingWakes: Refusal = {
  argument: "scale.replicasMin",
  rule: "with 0 replicas and no rule nothing wakes the worker again",
  wayOut: "add a rule such as scale.rules.Orchestration, or set scale.replicasMin to 1",
};

function outOfOrder(replicasMin: number, replicasMax: number): Refusal {
  return {
    argument: "scale.replicasMax",
    rule: `${replicasMax} is less than scale.replicasMin, ${replicasMin}`,
    wayOut: "raise scale.replicasMax or lower scale.replicasMin",
  };
}
