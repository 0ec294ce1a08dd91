import { logRetentionDays } from "../../azure/log-limits.ts";
import { nameRules } from "../../azure/name-rules.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { checkWhole } from "../../checks/whole-number.ts";
import { type Planned, planUnless, type Refusal, refused } from "../../refusal.ts";

/** What there is to decide about a workspace for logs. */
export interface LogWorkspaceChoices {
  /** The name in Azure; made by Pulumi from the component's name when left out. */
  readonly workspaceName?: string;
  /** How long logs are kept, 30 to 730. 30 if left out. */
  readonly retentionDays?: number;
  /** Stops taking logs for the day beyond this. Without it, a loop of errors has no price cap. */
  readonly gigabytesPerDayMax?: number;
}

export interface LogWorkspacePlan {
  readonly pulumiName: string;
  readonly workspaceName: string | undefined;
  readonly retentionDays: number;
  readonly gigabytesPerDayMax: number | undefined;
}

const shapes: Shapes = { workspaceName: "text", gigabytesPerDayMax: "number" };

/** Decides what a `LogWorkspace` component of this name creates. */
export function planLogWorkspace(
  name: string,
  facts: LogWorkspaceChoices,
): Planned<LogWorkspacePlan> {
  const subject = `LogWorkspace "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { workspaceName, retentionDays = 30, gigabytesPerDayMax } = facts;
  const pulumiName = `${name}-logs`;
  const { min, max } = logRetentionDays;
  const nameChoice = { argument: "workspaceName", given: workspaceName, pulumiName };
  const refusals = [
    ...checkName(nameChoice, nameRules.workspace),
    ...checkWhole("retentionDays", retentionDays, min, max),
    ...checkCap(gigabytesPerDayMax),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiName,
    workspaceName,
    retentionDays,
    gigabytesPerDayMax,
  }));
}

function checkCap(gigabytes: number | undefined): readonly Refusal[] {
  if (gigabytes === undefined || gigabytes > 0) return [];
  return [
    {
      argument: "gigabytesPerDayMax",
      rule: `it must be more than 0, got ${gigabytes}`,
      wayOut: "set 0.1 or more, or leave it out for no limit",
    },
  ];
}
