import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Output,
  output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import { type Connection, connectionString } from "../../azure/connection-string.ts";
import { type RoleName, roles } from "../../azure/roles.ts";
import type { Placement } from "../placement.ts";
import type { TaskHubReference } from "../task-hub/task-hub.ts";
import { type AppAccessChoices, planAppAccess, type SignIn } from "./app-access-plan.ts";
import { assignRole } from "./assign-role.ts";
import { taskHubScope } from "./task-hub-scope.ts";

/** The identity need not be kept in the scheduler's resource group. */
export interface AppAccessArgs extends AppAccessChoices, Placement {
  /** A `TaskHub` component, or the three facts about one that exists already. */
  readonly taskHub: TaskHubReference;
}

/**
 * One app's access to one task hub: an identity of its own and a role on nothing but the hub.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class AppAccess extends ComponentResource {
  readonly role: RoleName;
  readonly signIn: SignIn;
  /** The full Azure resource id of the identity. */
  readonly identityId: Output<string>;
  readonly identityName: Output<string>;
  readonly resourceGroupName: Output<string>;
  readonly clientId: Output<string>;
  readonly principalId: Output<string>;
  /** Everything that the app's settings say. */
  readonly connection: Output<Connection>;
  /** For apps that run as this identity. It holds no secret. */
  readonly connectionString: Output<string>;

  constructor(name: string, args: AppAccessArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planAppAccess(name, args));
    super("durable-task-kit:infra:AppAccess", name, {}, options);
    const { resourceGroupName, location, tags, taskHub } = args;
    const identity = new UserAssignedIdentity(
      plan.pulumiNames.identity,
      { resourceGroupName, location, tags, resourceName: plan.identityName },
      { parent: this },
    );
    this.role = plan.role;
    this.signIn = plan.signIn;
    this.identityId = identity.id;
    this.identityName = identity.name;
    this.resourceGroupName = output(resourceGroupName);
    this.clientId = identity.clientId;
    this.principalId = identity.principalId;
    assignRole(
      plan.pulumiNames.roleAssignment,
      {
        scope: taskHubScope(taskHub),
        principalId: this.principalId,
        principalType: "ServicePrincipal",
        role: roles[plan.role],
      },
      { parent: this },
    );
    this.connection = output({
      endpoint: taskHub.endpoint,
      taskHub: taskHub.taskHubName,
      clientId: identity.clientId,
      authentication: plan.signIn === "managed-identity" ? "ManagedIdentity" : "DefaultAzure",
    });
    this.connectionString = this.connection.apply(connectionString);
    this.registerOutputs({ clientId: this.clientId, connectionString: this.connectionString });
  }
}
