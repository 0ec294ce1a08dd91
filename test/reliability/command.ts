import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { onTestFinished } from "vitest";

/** The real command, serving from a folder; what it said and how it ended. */
export interface Serving {
  readonly grpc: string;
  readonly rest: string;
  readonly dashboard: string;
  readonly pid: number;
  readonly ended: Promise<Ending>;
  kill(): Promise<void>;
}

export interface Ending {
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

const program = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const anyPorts = ["--grpc-port", "0", "--rest-port", "0", "--dashboard-port", "0"];

function run(folder: string, before: readonly string[], words: readonly string[]) {
  const command = [...before, process.execPath, program, "emulator", "start", "--json"];
  const [first = "", ...rest] = [...command, ...anyPorts, "--data", folder, ...words];
  const child = execa(first, rest, { reject: false });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const ended = child.then(({ exitCode, stderr }) => ({ exitCode, stderr }));
  return { child, ended };
}

/** A command that is expected to refuse its folder. `before` is what it is started by. */
export function endOf(folder: string, before: readonly string[] = []): Promise<Ending> {
  return run(folder, before, []).ended;
}

/** Resolves once all ports answer. `before` is what the command is started by. */
export async function serve(
  folder: string,
  before: readonly string[] = [],
  words: readonly string[] = [],
): Promise<Serving> {
  const { child, ended } = run(folder, before, words);
  for await (const line of createInterface(child.stdout)) {
    const { grpc, rest, dashboard } = JSON.parse(line);
    const kill = async () => {
      child.kill("SIGKILL");
      await ended;
    };
    return { grpc, rest, dashboard, pid: child.pid ?? 0, ended, kill };
  }
  const { exitCode, stderr } = await ended;
  throw new Error(`The emulator ended with ${exitCode} before it answered: ${stderr}`);
}

/** An empty folder that is deleted after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-reliability-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
