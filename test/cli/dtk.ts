import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa, type Options } from "execa";
import { onTestFinished } from "vitest";

const program = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** The real command as a process; it never throws, its exit code says how it went. */
export function dtk(words: readonly string[], options: Options = {}) {
  return execa(process.execPath, [program, ...words], { ...options, reject: false });
}

export const anyPorts = ["--grpc-port", "0", "--rest-port", "0", "--dashboard-port", "0"];

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A port that is somebody else's until the test ends. */
export async function takenPort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
  });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return String(address.port);
}

/** A started emulator and the one line of JSON that it said; it is killed when the test ends. */
export async function startedEmulator(words: readonly string[]) {
  const emulator = await launchEmulator([...anyPorts, ...words]);
  onTestFinished(() => {
    emulator.child.kill("SIGKILL");
  });
  return emulator;
}

/** The same, for whoever kills it in the end. */
export async function launchEmulator(words: readonly string[]) {
  const child = dtk(["emulator", "start", "--json", ...words], { buffer: false });
  const { stdout } = child;
  if (stdout === null) throw new Error("The command has no standard output.");
  for await (const line of createInterface(stdout)) {
    return { child, place: JSON.parse(line) as Record<string, unknown> };
  }
  throw new Error(`The emulator ended before it answered: ${(await child).exitCode}`);
}
