import { getClientTokenOutput } from "@pulumi/azure-native/authorization/getClientToken.js";
import { all, type Input, type Output, type Resource, secret } from "@pulumi/pulumi";

export interface RegistryLogin {
  readonly address: Input<string>;
  readonly username: string;
  readonly password: Output<string>;
}

/** The name that Azure registries expect beside a token. */
const tokenUser = "00000000-0000-0000-0000-000000000000";

/** Signs in to an Azure registry as whoever deploys, as `az acr login` does. */
export function registryLogin(loginServer: Input<string>, parent: Resource): RegistryLogin {
  const { token } = getClientTokenOutput({}, { parent });
  const password = all([loginServer, token]).apply(([server, access]) =>
    registryToken(server, access),
  );
  return { address: loginServer, username: tokenUser, password: secret(password) };
}

/**
 * The registry's token in exchange for Azure's.
 * @throws Error when the registry gives none.
 */
export async function registryToken(loginServer: string, accessToken: string): Promise<string> {
  const url = `https://${loginServer}/oauth2/exchange`;
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "access_token",
      service: loginServer,
      access_token: accessToken,
    }),
  });
  const body: unknown = response.ok ? await response.json() : undefined;
  if (isLogin(body)) return body.refresh_token;
  throw new Error(
    `${loginServer} did not let the deployer in (HTTP ${response.status}); ` +
      "pushing takes the role AcrPush, Contributor or Owner on the registry",
  );
}

function isLogin(body: unknown): body is { readonly refresh_token: string } {
  return typeof body === "object" && body !== null && "refresh_token" in body;
}
