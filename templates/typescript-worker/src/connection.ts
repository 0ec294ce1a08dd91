import { credentials, Metadata } from "@grpc/grpc-js";

/** What the worker and the client need to reach the scheduler. */
export interface Connection {
  readonly hostAddress: string;
  readonly credentials: ReturnType<typeof credentials.createInsecure>;
  readonly metadataGenerator: () => Promise<Metadata>;
}

const variable = "DURABLE_TASK_SCHEDULER_CONNECTION_STRING";

/**
 * Reads the connection string: `Endpoint=…;TaskHub=…;Authentication=…`, in which
 * `Authentication=None` means the emulator and everything else Microsoft Entra.
 */
export function connectionFrom(environment: NodeJS.ProcessEnv): Connection {
  const text = environment[variable];
  if (!text) throw new Error(`${variable} is not set; "npm run dev" sets it for the emulator.`);
  const parts = new Map(text.split(";").map((part) => partOf(part)));
  const endpoint = new URL(required(parts, "endpoint"));
  const taskHub = required(parts, "taskhub");
  const authentication = required(parts, "authentication");
  const isSecure = endpoint.protocol === "https:";
  const token = authentication.toLowerCase() === "none" ? undefined : tokenSource(parts);
  return {
    hostAddress: endpoint.port === "" && isSecure ? `${endpoint.host}:443` : endpoint.host,
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

/** A token for the scheduler from the container's managed identity. */
function tokenSource(parts: ReadonlyMap<string, string>): () => Promise<string> {
  const clientId = parts.get("clientid");
  let cached: { readonly token: string; readonly expiresAt: number } | undefined;
  return async () => {
    if (cached !== undefined && cached.expiresAt - Date.now() > 5 * 60_000) return cached.token;
    cached = await requestToken(clientId);
    return cached.token;
  };
}

/** Container Apps and App Service give a token at an address in the environment. */
async function requestToken(clientId: string | undefined) {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header } = process.env;
  if (!endpoint || !header) {
    throw new Error("No managed identity here; use Authentication=None with the emulator.");
  }
  const url = new URL(endpoint);
  url.searchParams.set("api-version", "2019-08-01");
  url.searchParams.set("resource", "https://durabletask.io/");
  if (clientId) url.searchParams.set("client_id", clientId);
  const response = await fetch(url, { headers: { "x-identity-header": header } });
  if (!response.ok) throw new Error(`The identity endpoint answered ${response.status}.`);
  const body = (await response.json()) as { access_token: string; expires_on: string };
  return { token: body.access_token, expiresAt: Number(body.expires_on) * 1000 };
}
