import { logRetentionDays } from "../../azure/log-limits.ts";
import { nameRules } from "../../azure/name-rules.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkWhole } from "../../checks/whole-number.ts";
import { type Planned, planUnless, type Refusal } from "../../refusal.ts";

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

/** Decides what a `LogWorkspace` component of this name creates. */
export function planLogWorkspace(
  name: string,
  { workspaceName, retentionDays = 30, gigabytesPerDayMax }: LogWorkspaceChoices,
): Planned<LogWorkspacePlan> {
  const pulumiName = `${name}-logs`;
  const { min, max } = logRetentionDays;
  const nameChoice = { argument: "workspaceName", given: workspaceName, pulumiName };
  const refusals = [
    ...checkName(nameChoice, nameRules.workspace),
    ...checkWhole("retentionDays", retentionDays, min, max),
    ...checkCap(gigabytesPerDayMax),
  ];
  return planUnless(`LogWorkspace "${name}"`, refusals, () => ({
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
