import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "./cache-folder.ts";
import { findExecutable } from "./executable.ts";

const minutesMax = 10;

/** Why Debian packages cannot be installed from here; undefined where they can. */
export function whyNoPackages(): string | undefined {
  if (findExecutable(["apt-get"]) === undefined) return "this machine has no apt-get";
  if (process.getuid?.() !== 0) return "installing packages takes root";
  return undefined;
}

/**
 * Installs Debian packages, one caller at a time whichever process it is in.
 * Answers why it could not, or undefined when they are there.
 */
export async function installPackages(names: readonly string[]): Promise<string | undefined> {
  const refusal = whyNoPackages();
  if (refusal !== undefined) return refusal;
  process.stderr.write(`Installing with apt-get: ${names.join(" ")} …\n`);
  return (await refreshLists()) ?? (await aptGet(["install", "-y", ...installFlags, ...names]));
}

/** Puts the files of Debian packages into a folder; answers why it could not, or undefined. */
export async function downloadPackages(
  names: readonly string[],
  folder: string,
): Promise<string | undefined> {
  // Without root, the lists are taken as they are.
  const refusal = whyNoPackages() === undefined ? await refreshLists() : undefined;
  return refusal ?? (await aptGet(["download", ...names], folder));
}

const installFlags = ["--no-install-recommends", "--no-upgrade"];

/** The archive no longer has the versions that old lists name. */
function refreshLists(): Promise<string | undefined> {
  return aptGet(["update"]);
}

async function aptGet(args: readonly string[], cwd = "."): Promise<string | undefined> {
  const lock = join(cacheFolder(), "apt.lock");
  const run = await execa(
    "flock",
    [lock, "apt-get", "-q", "-o", `DPkg::Lock::Timeout=${minutesMax * 60}`, ...args],
    {
      cwd,
      env: { DEBIAN_FRONTEND: "noninteractive" },
      reject: false,
      timeout: minutesMax * 60_000,
    },
  );
  if (!run.failed) return undefined;
  const reason = run.stderr.trim().split("\n").at(-1) || run.shortMessage;
  return `apt-get ${args[0]} failed: ${reason}`;
}
