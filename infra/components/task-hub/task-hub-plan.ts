import { nameRules } from "../../azure/name-rules.ts";
import { checkName } from "../../checks/name-choice.ts";
import { type Planned, planUnless } from "../../refusal.ts";

/** What there is to decide about a task hub. */
export interface TaskHubChoices {
  /** The name in Azure and in connection strings; the component's name when left out. */
  readonly taskHubName?: string;
}

export interface TaskHubPlan {
  readonly pulumiName: string;
  readonly taskHubName: string;
}

/** Decides what a `TaskHub` component of this name creates. */
export function planTaskHub(name: string, choices: TaskHubChoices): Planned<TaskHubPlan> {
  const taskHubName = choices.taskHubName ?? name;
  const pulumiName = `${name}-task-hub`;
  const choice = { argument: "taskHubName", given: taskHubName, pulumiName };
  return planUnless(`TaskHub "${name}"`, checkName(choice, nameRules.taskHub), () => ({
    pulumiName,
    taskHubName,
  }));
}
