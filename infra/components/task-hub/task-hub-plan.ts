import { nameRules } from "../../azure/name-rules.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { type Planned, planUnless, refused } from "../../refusal.ts";

/** What there is to decide about a task hub. */
export interface TaskHubChoices {
  /** The name in Azure and in connection strings; the component's name when left out. */
  readonly taskHubName?: string;
}

export interface TaskHubPlan {
  readonly pulumiName: string;
  readonly taskHubName: string;
}

const shapes: Shapes = { taskHubName: "text" };

/** Decides what a `TaskHub` component of this name creates. */
export function planTaskHub(name: string, choices: TaskHubChoices): Planned<TaskHubPlan> {
  const subject = `TaskHub "${name}"`;
  const misshapen = checkShapes(choices, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const taskHubName = choices.taskHubName ?? name;
  const pulumiName = `${name}-task-hub`;
  const choice = { argument: "taskHubName", given: taskHubName, pulumiName };
  return planUnless(subject, checkName(choice, nameRules.taskHub), () => ({
    pulumiName,
    taskHubName,
  }));
}
