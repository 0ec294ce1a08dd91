import { ManagementLockByScope } from "@pulumi/azure-native/authorization/managementLockByScope.js";
import { ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";

export interface DeletionLockArgs {
  /** A `Scheduler` component, or the id of one that exists already. */
  readonly scheduler: { readonly schedulerId: Input<string> };
}

/**
 * Keeps people from deleting a scheduler and its task hubs by hand.
 *
 * Azure lets no hub and no role assignment below a lock be deleted, so the lock must be the first
 * to go: make it last and name in `dependsOn` whatever the program has made in the scheduler. Then
 * `pulumi destroy`, which goes backwards, lifts the lock before anything else.
 */
export class DeletionLock extends ComponentResource {
  constructor(name: string, { scheduler }: DeletionLockArgs, options?: ComponentResourceOptions) {
    super("durable-task-kit:infra:DeletionLock", name, {}, options);
    new ManagementLockByScope(
      `${name}-lock`,
      {
        scope: scheduler.schedulerId,
        level: "CanNotDelete",
        notes: "Holds the state of orchestrations. Lifted by the Pulumi program that made it.",
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
