import { existsSync, readFileSync } from "node:fs";

/** What starts a worker. */
export interface WorkerCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Whether `file` is a line for the shell. */
  readonly shell: boolean;
}

/**
 * The words given, else the script "worker" of the package.json in this folder.
 * @throws Error when there is neither.
 */
export function workerCommand([file, ...args]: readonly string[]): WorkerCommand {
  // An empty word is a variable that is not set; running the script instead would hide that.
  if (file) return { file, args, shell: false };
  const script = file === undefined ? workerScript() : undefined;
  if (script) return { file: script, args: [], shell: true };
  throw new Error(
    'There is no worker to run: add a script "worker" to package.json, or name the command: ' +
      "dtk dev -- node src/worker.ts",
  );
}

/**
 * Run by the shell as npm would, but without npm in between: npm sends a signal on to a process
 * that has had it already, and some shells keep npm's from the worker.
 */
function workerScript(): string | undefined {
  if (!existsSync("package.json")) return undefined;
  const manifest = readManifest();
  return typeof manifest.scripts?.worker === "string" ? manifest.scripts.worker : undefined;
}

function readManifest(): { readonly scripts?: { readonly worker?: unknown } } {
  try {
    return JSON.parse(readFileSync("package.json", "utf8")) ?? {};
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`package.json cannot be read: ${reason}. Correct it, or name the worker.`, {
      cause,
    });
  }
}
