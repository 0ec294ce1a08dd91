import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment.js";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import {
  all,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import { accepted } from "../accepted.ts";
import { type Connection, connectionString } from "../azure/connection-string.ts";
import { roleAssignmentName } from "../azure/role-assignment-name.ts";
import { type RoleName, roleDefinitionId } from "../azure/roles.ts";
import type { TaskHubReference } from "./task-hub.ts";
import { planWorkerAccess, type WorkerAccessChoices } from "./worker-access-plan.ts";

export interface WorkerAccessArgs extends WorkerAccessChoices {
  /** Where the identity is kept; it need not be the scheduler's group. */
  readonly resourceGroupName: Input<string>;
  readonly location?: Input<string>;
  /** A `TaskHub` component, or the three facts about one that exists already. */
  readonly taskHub: TaskHubReference;
  readonly tags?: Readonly<Record<string, Input<string>>>;
}

/**
 * One app's access to one task hub: an identity of its own and a role on nothing but the hub.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class WorkerAccess extends ComponentResource {
  readonly role: RoleName;
  /** The full Azure resource id of the identity. */
  readonly identityId: Output<string>;
  readonly clientId: Output<string>;
  readonly principalId: Output<string>;
  /** Everything that the app's settings say. */
  readonly connection: Output<Connection>;
  /** For apps that run as this identity. It holds no secret. */
  readonly connectionString: Output<string>;

  constructor(name: string, args: WorkerAccessArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planWorkerAccess(name, args));
    super("durable-task-kit:infra:WorkerAccess", name, {}, options);
    const identity = new UserAssignedIdentity(
      plan.pulumiNames.identity,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        resourceName: plan.identityName,
        tags: args.tags,
      },
      { parent: this },
    );
    this.role = plan.role;
    this.identityId = identity.id;
    this.clientId = identity.clientId;
    this.principalId = identity.principalId;
    this.#assignRole(plan.pulumiNames.roleAssignment, output(args.taskHub.taskHubId));
    this.connection = output({
      endpoint: args.taskHub.endpoint,
      taskHub: args.taskHub.taskHubName,
      clientId: identity.clientId,
    });
    this.connectionString = this.connection.apply(connectionString);
    this.registerOutputs({ clientId: this.clientId, connectionString: this.connectionString });
  }

  #assignRole(pulumiName: string, scope: Output<string>): void {
    const { role, principalId } = this;
    new RoleAssignment(
      pulumiName,
      {
        scope,
        principalId,
        // Said outright, so that Azure does not look up an identity that has yet to replicate.
        principalType: "ServicePrincipal",
        roleDefinitionId: scope.apply((id) => roleDefinitionId(role, id)),
        roleAssignmentName: all([scope, principalId]).apply(([id, principal]) =>
          roleAssignmentName(id, principal, role),
        ),
      },
      { parent: this },
    );
  }
}
