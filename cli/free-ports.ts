import { once } from "node:events";
import { createServer } from "node:net";
import type { Options } from "../emulator/options.ts";

/**
 * Tries all ports before anything is written, so that a start that cannot succeed leaves nothing
 * behind. Who takes one in between is met by the servers' own errors.
 * @throws Error that names the port, the flag and the way out.
 */
export async function refuseTakenPorts(options: Options): Promise<void> {
  const { host, grpcPort, restPort, dashboardPort, managementPort } = options;
  await refuseTaken(host, grpcPort, "--grpc-port");
  await refuseTaken(host, restPort, "--rest-port");
  await refuseTaken(host, dashboardPort, "--dashboard-port");
  if (managementPort !== undefined) await refuseTaken(host, managementPort, "--management-port");
}

async function refuseTaken(host: string, port: number, flag: string): Promise<void> {
  const server = createServer();
  const listening = once(server, "listening");
  server.listen({ host, port, exclusive: true });
  try {
    await listening;
  } catch (error) {
    throw new Error(faultText(host, port, flag, codeOf(error)), { cause: error });
  }
  const closed = once(server, "close");
  server.close();
  await closed;
}

function faultText(host: string, port: number, flag: string, code: string): string {
  if (code === "EADDRINUSE") {
    return (
      `The port ${port} on ${host} is taken by another process; ` +
      `stop that process, or choose another port with ${flag} (pass 0 for any).`
    );
  }
  if (code === "EACCES") {
    return (
      `The port ${port} may not be used by this user; ` +
      `choose one above 1023 with ${flag} (pass 0 for any).`
    );
  }
  return `--host ${host} is no address of this machine (${code}); use 127.0.0.1 or 0.0.0.0.`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
