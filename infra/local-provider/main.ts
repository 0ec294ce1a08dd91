/**
 * What Pulumi starts as the azure-native provider of a project that names it so. In a stack that
 * is meant for the emulator it serves; in all others it gives way to the real provider at once.
 */
import { isLocal, settingsIn } from "./emulator-address.ts";

try {
  const settings = settingsIn(process.env);
  if (isLocal(settings.metadataHost)) {
    const { serve } = await import("./serve.ts");
    serve(settings, settings.metadataHost);
  } else {
    const { giveWay } = await import("./real-provider.ts");
    process.exitCode = await giveWay(process.argv.slice(2));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
