import { once } from "node:events";
import { createInterface } from "node:readline";
import { execa } from "execa";

export interface Program {
  readonly pid: number;
  /** What it printed first: it is ready then. */
  readonly firstLine: string;
  stop(): Promise<void>;
}

/** Starts a program that says on a line of its own that it is ready. */
export async function startProgram(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  // A group of its own, so that what the program started ends with it.
  const child = execa(command, args, { reject: false, stderr: "inherit", env, detached: true });
  const pid = child.pid ?? 0;
  const kill = () => killGroup(pid);
  process.once("exit", kill);
  const line = once(createInterface(child.stdout), "line");
  const ended = child.then(({ shortMessage }) => {
    throw new Error(`${command} ended before it was ready: ${shortMessage}`);
  });
  const [firstLine] = await Promise.race([line, ended]);
  ended.catch(() => {});
  return {
    pid,
    firstLine: String(firstLine),
    async stop() {
      kill();
      process.off("exit", kill);
      await child;
    },
  };
}

function killGroup(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
