/** The environment that Pulumi starts a provider with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the stack's configuration and the environment say to azure-native. */
export interface ProviderSettings {
  /** Host and port of Azure's metadata service; in a local stack, of the emulator. */
  readonly metadataHost: string | undefined;
  readonly subscriptionId: string;
  /** Where a resource goes that names no region. */
  readonly location: string;
  /** Where the emulator's token is, if it was started with one. */
  readonly authTokenFile: string | undefined;
}

/** Reads the names that the real provider has for them, configuration first. */
export function settingsIn(environment: Environment): ProviderSettings {
  const configured = configurationIn(environment);
  return {
    metadataHost: configured.metadataHost || environment.ARM_METADATA_HOSTNAME || undefined,
    subscriptionId:
      configured.subscriptionId ||
      environment.ARM_SUBSCRIPTION_ID ||
      "00000000-0000-0000-0000-000000000000",
    location: configured.location || environment.ARM_LOCATION || "westeurope",
    authTokenFile: environment.DTK_AUTH_TOKEN_FILE || undefined,
  };
}

/** The engine passes on the stack's `azure-native:` configuration as one JSON object of texts. */
function configurationIn({ PULUMI_CONFIG }: Environment): Environment {
  return PULUMI_CONFIG ? JSON.parse(PULUMI_CONFIG) : {};
}

// A name without a dot is one of the container network's; Azure's have several.
const ownNames = /^(\[::1\]|127(\.\d+){3}|([\w-]+\.)*localhost|[\w-]+|host\.\w+\.internal)$/i;

/** Whether this is on the developer's machine, so that no resource goes to Azure. */
export function isLocal(metadataHost: string | undefined): metadataHost is string {
  if (metadataHost === undefined || !URL.canParse(`https://${metadataHost}`)) return false;
  return ownNames.test(new URL(`https://${metadataHost}`).hostname);
}
