import { type Context, Hono } from "hono";
import { v5 } from "uuid";
import type { AccessTokens } from "../sign-in.ts";

/** Any tenant will do; this is the one that answers name. */
export const tenantId = "00000000-0000-0000-0000-000000000002";

const tokenSeconds = 3_600;

/** What clients ask before they can ask for anything else: where things are, and a token. */
export function discoveryRoutes(now: () => number, tokens: AccessTokens): Hono {
  return new Hono()
    .get("/metadata/endpoints", (context) => {
      const cloud = cloudMetadata(originOf(context));
      // That one version answers with a list of clouds.
      return context.json(context.req.query("api-version") === "2019-05-01" ? [cloud] : cloud);
    })
    .get("/:tenant/.well-known/openid-configuration", openIdConfiguration)
    .get("/:tenant/v2.0/.well-known/openid-configuration", openIdConfiguration)
    .post("/:tenant/oauth2/token", (context) => token(context, now, tokens))
    .post("/:tenant/oauth2/v2.0/token", (context) => token(context, now, tokens));
}

function originOf(context: Context): string {
  return new URL(context.req.url).origin;
}

function cloudMetadata(origin: string): object {
  return {
    name: "DurableTaskEmulator",
    portal: origin,
    authentication: {
      loginEndpoint: origin,
      audiences: [origin],
      tenant: tenantId,
      identityProvider: "AAD",
    },
    resourceManager: origin,
    graph: origin,
    graphAudience: origin,
    microsoftGraphResourceId: origin,
    suffixes: {
      storage: "core.windows.net",
      keyVaultDns: "vault.azure.net",
      acrLoginServer: "azurecr.io",
    },
  };
}

function openIdConfiguration(context: Context): Response {
  const origin = originOf(context);
  const tenant = context.req.param("tenant") ?? "";
  return context.json({
    issuer: `${origin}/${tenant}/v2.0`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/devicecode`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    response_types_supported: ["code", "id_token", "token"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["none"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
    tenant_region_scope: null,
  });
}

/** Asks must be made as Azure wants them, with the secret where one is asked for. */
async function token(context: Context, now: () => number, tokens: AccessTokens): Promise<Response> {
  const form = await context.req.parseBody();
  const field = (name: string) => {
    const value = form[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const clientId = field("client_id");
  const audience = field("scope") ?? field("resource");
  if (field("grant_type") !== "client_credentials") {
    const text = "grant_type must be client_credentials";
    return context.json(refusal("unsupported_grant_type", text), 400);
  }
  if (clientId === undefined || audience === undefined) {
    const text = "client_id, and scope or resource, are needed";
    return context.json(refusal("invalid_request", text), 400);
  }
  if (!tokens.isSecret(field("client_secret"))) {
    const text = "client_secret must be the token in the file of --auth-token-file";
    return context.json(refusal("invalid_client", text), 401);
  }
  const tenant = context.req.param("tenant") ?? "";
  const issuedAt = Math.floor(now() / 1_000);
  const objectId = v5(clientId, v5.URL);
  const claims = {
    aud: audience.replace(/\/?\.default$/, ""),
    iss: `${originOf(context)}/${tenant}/v2.0`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + tokenSeconds,
    appid: clientId,
    oid: objectId,
    sub: objectId,
    tid: tenant,
    idtyp: "app",
    ver: "1.0",
  };
  return context.json({
    token_type: "Bearer",
    expires_in: tokenSeconds,
    ext_expires_in: tokenSeconds,
    expires_on: String(claims.exp),
    access_token: tokens.issue(claims),
  });
}

function refusal(error: string, error_description: string): object {
  return { error, error_description };
}
