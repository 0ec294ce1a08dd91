import { request } from "node:https";

/** Whether a management plane answers at this host and port. */
export function answersAt(metadataHost: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const asked = request(`https://${metadataHost}/metadata/endpoints?api-version=2022-09-01`, {
    // The emulator's certificate is its own.
    rejectUnauthorized: false,
    timeout: 3_000,
  });
  asked.on("response", (response) => {
    response.resume();
    resolve(response.statusCode === 200);
  });
  asked.on("timeout", () => asked.destroy());
  asked.on("error", () => resolve(false));
  asked.end();
  return promise;
}

/** Refuses to go on when there is no emulator to deploy to. */
export async function ensureEmulator(metadataHost: string): Promise<void> {
  if (await answersAt(metadataHost)) return;
  const port = metadataHost.split(":").at(-1);
  throw new Error(
    `No emulator answers at https://${metadataHost}. Start one in another terminal:\n` +
      `  npx dtk emulator --management-port ${port}`,
  );
}
