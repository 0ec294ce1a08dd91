/** The built-in roles of the Durable Task Scheduler, by the short names this kit uses. */
export const roles = {
  /** Takes and completes work items: apps that only work. */
  Worker: "80d0d6b0-f522-40a4-8886-a5a11720c375",
  /** Everything: apps that both schedule and work, clients, dashboards that act. */
  Contributor: "0ad04412-c4d5-4796-b79c-f76d14c8d402",
  /** Reads orchestrations and metadata: viewers, monitoring. */
  Reader: "d6a5505f-6ebb-45a4-896e-ac8274cfc0ac",
} as const;

export type RoleName = keyof typeof roles;

export const roleNames = Object.keys(roles).join(", ");

/**
 * The full id of a role definition in the subscription that holds `resourceId`.
 * Azure answers with this form, so asking with it keeps a refresh free of differences.
 */
export function roleDefinitionId(role: RoleName, resourceId: string): string {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(resourceId)?.[0] ?? "";
  return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`;
}
