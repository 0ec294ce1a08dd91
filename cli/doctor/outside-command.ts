import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

interface EndedCommand {
  readonly outcome: "ended";
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What came of running a command. */
export type Said = EndedCommand | { readonly outcome: "missing" } | { readonly outcome: "late" };

/** `az` alone takes a second or two; longer than this is taken for never. */
export const patienceMillis = 10_000;

const isWindows = process.platform === "win32";

/** Runs `file` with plain words, which no shell could misread. Never rejects. */
export async function outsideCommand(
  file: string,
  words: readonly string[],
  folder = ".",
): Promise<Said> {
  const child = spawn(file, words, {
    cwd: folder,
    // Windows has `az` and others as scripts, which its shell alone can start.
    shell: isWindows,
    // A group of its own, so that what it has started ends with it.
    detached: !isWindows,
    windowsHide: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", AZURE_CORE_NO_COLOR: "true" },
  });
  const { promise: late, resolve } = Promise.withResolvers<Said>();
  const patience = setTimeout(() => {
    kill(child);
    resolve({ outcome: "late" });
  }, patienceMillis);
  const said = await Promise.race([ended(child), late]);
  clearTimeout(patience);
  return said;
}

async function ended(child: ChildProcess): Promise<Said> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) return { outcome: "missing" };
  try {
    const [[code], out, err] = await Promise.all([once(child, "exit"), text(stdout), text(stderr)]);
    // 9009 is how Windows' shell says that it knows no such command.
    if (code === 9009) return { outcome: "missing" };
    return { outcome: "ended", code: typeof code === "number" ? code : 1, out, err };
  } catch {
    return { outcome: "missing" };
  }
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(isWindows ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** The command's JSON; undefined when it failed or printed something else. */
export function jsonOf(said: Said): unknown {
  if (said.outcome !== "ended" || said.code !== 0) return undefined;
  try {
    return JSON.parse(said.out);
  } catch {
    return undefined;
  }
}

/** The first line of a failed command that says why. */
export function reasonOf(said: Said): string {
  if (said.outcome === "missing") return "there is no such command";
  if (said.outcome === "late") return `no answer within ${patienceMillis / 1_000} s`;
  const lines = said.err.split("\n").map((line) => line.replace(/^(error|ERROR): /, "").trim());
  return lines.find((line) => line !== "") ?? `exit code ${said.code}`;
}
