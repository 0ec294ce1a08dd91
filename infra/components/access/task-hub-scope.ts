import { type Output, output } from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import { idRules } from "../../azure/resource-ids.ts";
import { checkId } from "../../checks/id-choice.ts";
import { planUnless } from "../../refusal.ts";
import type { TaskHubReference } from "../task-hub/task-hub.ts";

/**
 * The hub as the scope of a role. An id that is known only once another resource is made is
 * checked then: a role on anything above the hub would reach other hubs too.
 */
export function taskHubScope({ taskHubId }: TaskHubReference): Output<string> {
  return output(taskHubId).apply((id) =>
    accepted(planUnless("A role", checkId("taskHub.taskHubId", id, idRules.taskHub), () => id)),
  );
}
