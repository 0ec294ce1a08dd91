import {
  ComponentResource,
  type ComponentResourceOptions,
  type Output,
  output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import { type RoleName, roles } from "../../azure/roles.ts";
import type { TaskHubReference } from "../task-hub/task-hub.ts";
import { assignRole, type PrincipalType } from "./assign-role.ts";
import { currentDeployer } from "./deployer.ts";
import { planDeployerAccess } from "./deployer-access-plan.ts";
import { taskHubScope } from "./task-hub-scope.ts";

export interface DeployerAccessArgs {
  /** Reader to look at the dashboard, Contributor to start orchestrations and act on them. */
  readonly role: RoleName;
  /** A `TaskHub` component, or the three facts about one that exists already. */
  readonly taskHub: TaskHubReference;
  /** Found out from who is signed in when left out. */
  readonly principalType?: PrincipalType;
}

/**
 * The access to a task hub of whoever deploys, a person or a pipeline: with it the dashboard opens
 * and a worker on the same machine connects.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class DeployerAccess extends ComponentResource {
  readonly principalId: Output<string>;
  readonly principalType: Output<PrincipalType>;

  constructor(name: string, args: DeployerAccessArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planDeployerAccess(name, args));
    super("durable-task-kit:infra:DeployerAccess", name, {}, options);
    const deployer = currentDeployer(this);
    this.principalId = deployer.principalId;
    this.principalType = output(args.principalType ?? deployer.principalType);
    const grant = {
      scope: taskHubScope(args.taskHub),
      principalId: this.principalId,
      principalType: this.principalType,
      role: roles[args.role],
    };
    assignRole(plan.pulumiName, grant, { parent: this });
    this.registerOutputs({ principalId: this.principalId, principalType: this.principalType });
  }
}
