/** How an app proves who it is. */
export type Authentication =
  /** Azure hands the app's host a token for its identity. */
  | "ManagedIdentity"
  /** The first of what the Azure SDKs try: a Kubernetes workload's identity, `az login`, … */
  | "DefaultAzure";

/** What an app needs to reach its task hub. */
export interface Connection {
  /** The scheduler's address, as Azure or the emulator returned it. */
  readonly endpoint: string;
  readonly taskHub: string;
  readonly authentication: Authentication;
  /** The client id of the user-assigned identity that the app runs as; a person has none. */
  readonly clientId?: string;
}

/** A connection string that every Durable Task SDK and Durable Functions read. It is no secret. */
export function connectionString(app: Connection): string {
  return [`Endpoint=${app.endpoint}`, `TaskHub=${app.taskHub}`, ...proofOf(app)].join(";");
}

function proofOf({ endpoint, authentication, clientId }: Connection): readonly string[] {
  // A scheduler in Azure speaks https only; the emulator's http must never see a token.
  if (endpoint.startsWith("http://")) return ["Authentication=None"];
  return authentication === "ManagedIdentity" && clientId !== undefined
    ? ["Authentication=ManagedIdentity", `ClientID=${clientId}`]
    : [`Authentication=${authentication}`];
}

/** What a connection string says, by the names of its parts in small letters. */
export function partsOf(connectionString: string): ReadonlyMap<string, string> {
  return new Map(
    connectionString.split(";").flatMap((part) => {
      const [, name, value] = /^\s*(\w+)\s*=(.*)$/s.exec(part) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value?.trim() ?? ""]];
    }),
  );
}
