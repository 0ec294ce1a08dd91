/** What an app needs to reach its task hub. */
export interface Connection {
  /** The scheduler's https address, as Azure returned it. */
  readonly endpoint: string;
  readonly taskHub: string;
  /** The client id of the user-assigned identity that the app runs as. */
  readonly clientId: string;
}

/** A connection string that every Durable Task SDK and Durable Functions read. It is no secret. */
export function connectionString({ endpoint, taskHub, clientId }: Connection): string {
  return [
    `Endpoint=${endpoint}`,
    `TaskHub=${taskHub}`,
    "Authentication=ManagedIdentity",
    `ClientID=${clientId}`,
  ].join(";");
}
