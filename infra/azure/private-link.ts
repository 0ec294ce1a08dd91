/** What a private endpoint of a scheduler is connected and named by. */
export const privateLink = {
  groupId: "scheduler",
  zoneName: "privatelink.durabletask.io",
} as const;
