import { isLocal, settingsIn } from "../../infra/local-provider/emulator-address.ts";

export const targets = ["local", "azure"] as const;
export type Target = (typeof targets)[number];

/** The configuration key by which a stack says that it is meant for the emulator. */
export const metadataHostKey = "azure-native:metadataHost";
export const defaultMetadataHost = "127.0.0.1:8083";

/** The emulator that a stack of this configuration deploys to; undefined when it is Azure. */
export function emulatorHost(configured: string | undefined): string | undefined {
  const { metadataHost } = settingsIn({
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(configured === undefined ? {} : { metadataHost: configured }),
  });
  return isLocal(metadataHost) ? metadataHost : undefined;
}

/** @throws Error when the target that was asked for is not the stack's own */
export function refuseOtherTarget(
  stack: string,
  asked: Target | undefined,
  host: string | undefined,
): void {
  if (asked === "azure" && host !== undefined) {
    throw new Error(
      `The stack ${stack} is meant for the emulator at ${host} (${metadataHostKey}); ` +
        "name another one with --stack.",
    );
  }
  if (asked === "local" && host === undefined) {
    throw new Error(
      `The stack ${stack} is meant for Azure, and --target local would send it to the emulator; ` +
        "leave --stack out for the stack local.",
    );
  }
}
