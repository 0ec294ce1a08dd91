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

/** Built-in roles on what stands beside a scheduler. */
export const companionRoles = {
  AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  KubernetesClusterAdmin: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  NetworkContributor: "4d97b98b-1d4f-4787-a291-c67834d212e7",
  MonitoringMetricsPublisher: "3913510d-42f4-4e42-8a64-420c390055eb",
  StorageBlobDataOwner: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  StorageQueueDataContributor: "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
  StorageTableDataContributor: "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
} as const;

/**
 * The full id of a role definition in the subscription that holds `resourceId`.
 * Azure answers with this form, so asking with it keeps a refresh free of differences.
 * @param role the role definition's GUID
 */
export function roleDefinitionId(role: string, resourceId: string): string {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(resourceId)?.[0] ?? "";
  return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
}
