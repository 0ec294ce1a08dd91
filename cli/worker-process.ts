import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { WorkerCommand } from "./worker-command.ts";

/** A worker beside the emulator: a group of its own, so that what it started ends with it. */
export interface WorkerProcess {
  /**
   * Its exit code, once the whole group has ended and its last line is written; 1 when a signal
   * ended it. Rejects when it cannot be started.
   */
  readonly ended: Promise<number>;
  /** Asks the group to end, in its own time. */
  readonly stop: () => void;
  /** Ends the group at once. */
  readonly kill: () => void;
}

/** Windows has no process groups. */
const hasGroups = process.platform !== "win32";

export function startWorker(
  { file, args, shell }: WorkerCommand,
  environment: Readonly<Record<string, string>>,
): WorkerProcess {
  const path = [resolve("node_modules/.bin"), process.env.PATH].join(delimiter);
  const child = spawn(file, args, {
    shell,
    detached: hasGroups,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: path, ...environment },
  });
  passOn(child.stdout, process.stdout);
  passOn(child.stderr, process.stderr);
  let isStopping = false;
  const stop = () => {
    isStopping = true;
    signal(child, "SIGTERM");
  };
  child.once("exit", () => {
    if (!isStopping) stop();
  });
  return { ended: endOf(child, file), stop, kill: () => signal(child, "SIGKILL") };
}

/** Who reads the output may go first, as in `dtk dev | head`; the worker goes on unheard. */
function passOn(from: Readable, to: Writable): void {
  to.on("error", () => {});
  createInterface({ input: from }).on("line", (line) => to.write(`worker | ${line}\n`));
}

async function endOf(child: ChildProcess, file: string): Promise<number> {
  try {
    // All pipes are closed: the last process that could write has ended.
    const [code]: unknown[] = await once(child, "close");
    return typeof code === "number" ? code : 1;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The worker '${file}' could not be started (${reason}); name its command: ` +
        "dtk dev -- node src/worker.ts",
      { cause },
    );
  }
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(hasGroups ? -child.pid : child.pid, name);
  } catch {
    // All of it has ended already.
  }
}
