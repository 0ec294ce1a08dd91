import { readFileSync } from "node:fs";
import type { Send } from "./arm-client.ts";
import { textOf } from "./wire-values.ts";

/** Any tenant and application will do; the emulator looks at the secret alone. */
const tenant = "00000000-0000-0000-0000-000000000002";
const application = "pulumi";

/**
 * Signs in to an emulator that asks for the token in a file (`--auth-token-file`).
 * @param send an exchange that brings no token
 * @returns a token for further requests
 * @throws Error when the file cannot be read, or its token is another one's
 */
export async function accessToken(send: Send, file: string): Promise<string> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: application,
    client_secret: readFileSync(file, "utf8").trim(),
    scope: "https://management.azure.com/.default",
  });
  const { status, body } = await send("POST", `/${tenant}/oauth2/v2.0/token`, form);
  if (status === 200) return textOf(body.access_token);
  throw new Error(
    `The emulator does not take the token in ${file} (${body.error_description}); name the file ` +
      "that it was started with in DTK_AUTH_TOKEN_FILE.",
  );
}
