import { accessToken } from "./access-token.ts";
import { createArmClient, type Send } from "./arm-client.ts";
import { createDeclaredInputs } from "./declared-inputs.ts";
import { createEmulated } from "./emulated-resources.ts";
import type { ProviderSettings } from "./emulator-address.ts";
import { serveEngine } from "./engine-server.ts";
import { createFunctions } from "./functions.ts";
import { httpsExchange } from "./https-exchange.ts";
import { createProvider } from "./provider.ts";
import { createRecords } from "./records.ts";
import { resourceKind } from "./resource-kinds.ts";

/** Serves the engine until it ends this process. */
export function serve(settings: ProviderSettings, metadataHost: string): void {
  const client = createArmClient(exchangeWith(metadataHost, settings));
  // The engine starts a provider in the program's folder.
  const declared = createDeclaredInputs(process.cwd());
  const provider = createProvider({
    declared,
    settings,
    keeperOf: (token) =>
      resourceKind(token).isEmulated
        ? createEmulated(token, { client, declared, settings })
        : createRecords(token, settings),
    callFunction: createFunctions(client, settings),
  });
  serveEngine(provider);
}

/** Signs in once, with the first request: a deployment is over before a token has expired. */
function exchangeWith(metadataHost: string, { authTokenFile }: ProviderSettings): Send {
  if (authTokenFile === undefined) return httpsExchange(metadataHost);
  let token: Promise<string> | undefined;
  return httpsExchange(metadataHost, () => {
    token ??= accessToken(httpsExchange(metadataHost), authTokenFile);
    return token;
  });
}
