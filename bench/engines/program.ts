import { once } from "node:events";
import { createInterface } from "node:readline";
import { execa } from "execa";

export interface Program {
  readonly pid: number;
  /** What it printed first: it is ready then. */
  readonly firstLine: string;
  stop(): Promise<void>;
}

/** A program that has said nothing by then will say nothing. */
const patienceMillis = 60_000;

/** Starts a program that says on a line of its own that it is ready; one that fails is ended. */
export async function startProgram(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  // A group of its own, so that what the program started ends with it.
  const child = execa(command, args, { reject: false, stderr: "inherit", env, detached: true });
  const pid = child.pid ?? 0;
  const kill = () => killGroup(pid);
  process.once("exit", kill);
  const signal = AbortSignal.timeout(patienceMillis);
  const line = once(createInterface(child.stdout), "line", { signal });
  const ended = child.then(({ shortMessage }) => {
    throw new Error(`${command} ended before it was ready: ${shortMessage}`);
  });
  ended.catch(() => {});
  const stop = async () => {
    kill();
    process.off("exit", kill);
    await child;
  };
  try {
    const [firstLine] = await Promise.race([line, ended]);
    return { pid, firstLine: String(firstLine), stop };
  } catch (error) {
    await stop();
    throw signal.aborted ? new Error(`${command} was not ready within a minute.`) : error;
  }
}

function killGroup(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
