import { credentials, Metadata } from "@grpc/grpc-js";

/** What the worker and the client need to reach the scheduler. */
export interface Connection {
  readonly hostAddress: string;
  readonly credentials: ReturnType<typeof credentials.createInsecure>;
  readonly metadataGenerator: () => Promise<Metadata>;
}

const variable = "DURABLE_TASK_SCHEDULER_CONNECTION_STRING";
const scope = "https://durabletask.io/.default";

/**
 * Reads the connection string: `Endpoint=…;TaskHub=…;Authentication=…`, in which
 * `Authentication=None` means the emulator.
 *
 * It is here because `@microsoft/durabletask-js` takes an address and metadata, not a connection
 * string. Where your registry has `@microsoft/durabletask-js-azuremanaged`, that can do the same.
 */
export function connectionFrom(environment: NodeJS.ProcessEnv): Connection {
  const text = environment[variable];
  if (!text) throw new Error(`${variable} is not set; "npm run dev" sets it for the emulator.`);
  const parts = new Map(text.split(";").map((part) => partOf(part)));
  const endpoint = endpointOf(required(parts, "endpoint"));
  const taskHub = required(parts, "taskhub");
  const token = tokenSource(required(parts, "authentication"), parts.get("clientid"));
  const isSecure = endpoint.protocol === "https:";
  return {
    hostAddress: endpoint.port === "" ? `${endpoint.host}:${isSecure ? 443 : 80}` : endpoint.host,
    credentials: isSecure ? credentials.createSsl() : credentials.createInsecure(),
    metadataGenerator: async () => {
      const metadata = new Metadata();
      metadata.set("taskhub", taskHub);
      if (token !== undefined) metadata.set("authorization", `Bearer ${await token()}`);
      return metadata;
    },
  };
}

function partOf(part: string): readonly [string, string] {
  const at = part.indexOf("=");
  return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
}

function required(parts: ReadonlyMap<string, string>, key: string): string {
  const value = parts.get(key);
  if (value) return value;
  throw new Error(`${variable} has no "${key}"; it reads Endpoint=…;TaskHub=…;Authentication=….`);
}

function endpointOf(text: string): URL {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text);
  throw new Error(`${variable}: "${text}" is no http or https address.`);
}

type Identity = typeof import("@azure/identity");

/** The ways to sign in to Microsoft Entra, as connection strings name them. */
const signIns = {
  defaultazure: ({ DefaultAzureCredential }: Identity, clientId: string | undefined) =>
    clientId === undefined
      ? new DefaultAzureCredential()
      : new DefaultAzureCredential({ managedIdentityClientId: clientId }),
  managedidentity: ({ ManagedIdentityCredential }: Identity, clientId: string | undefined) =>
    clientId === undefined
      ? new ManagedIdentityCredential()
      : new ManagedIdentityCredential({ clientId }),
  azurecli: ({ AzureCliCredential }: Identity) => new AzureCliCredential(),
};

/** Gives a token that is valid still; it is kept and renewed. Undefined where none is needed. */
function tokenSource(authentication: string, clientId: string | undefined) {
  const name = authentication.toLowerCase();
  if (name === "none") return undefined;
  if (!isSignIn(name)) {
    throw new Error(
      `${variable}: Authentication=${authentication} is not known; ` +
        "use None, ManagedIdentity, DefaultAzure or AzureCLI.",
    );
  }
  let source: Promise<() => Promise<string>> | undefined;
  return async () => {
    // Loaded when first needed: the emulator needs no token.
    source ??= import("@azure/identity").then((identity) =>
      identity.getBearerTokenProvider(signIns[name](identity, clientId), scope),
    );
    return (await source)();
  };
}

function isSignIn(name: string): name is keyof typeof signIns {
  return Object.hasOwn(signIns, name);
}
