import { createHash } from "node:crypto";
import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "./cache-folder.ts";
import { isExecutable } from "./executable.ts";
import { installPackages } from "./packages.ts";

/** A Python that has the packages asked for, or why there is none and what would bring one. */
export type PythonEnvironment = { readonly python: string } | { readonly missing: string };

/** Brings Debian's python3 as well. */
const debianPackage = "python3-venv";

/**
 * Answers a Python with the packages of a requirements file, in an environment of its own that is
 * made once per user, Python version and content of the file.
 */
export async function ensurePythonEnvironment(requirements: string): Promise<PythonEnvironment> {
  const reason = await whyNoPython();
  if (reason !== undefined) {
    return { missing: `${reason}; install Python 3.10 or newer with its venv module` };
  }
  const folder = join(cacheFolder(), `python-${await keyOf(requirements)}`);
  const python = pythonOf(folder);
  if (isExecutable(python)) return { python };
  return (await make(folder, requirements)) ?? { python };
}

async function whyNoPython(): Promise<string | undefined> {
  if (await hasVenv()) return undefined;
  const refusal = await installPackages([debianPackage]);
  if (refusal === undefined && (await hasVenv())) return undefined;
  return `no python3 with venv on PATH${refusal === undefined ? "" : ` (${refusal})`}`;
}

/** Debian's python3 has venv, but not the ensurepip that fills an environment. */
async function hasVenv(): Promise<boolean> {
  const check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
  return !(await execa("python3", ["-c", check], { reject: false })).failed;
}

async function keyOf(requirements: string): Promise<string> {
  const { stdout } = await execa("python3", ["-c", "import sys; print(sys.prefix, sys.version)"]);
  const hash = createHash("sha256")
    .update(stdout)
    .update(await readFile(requirements));
  return hash.digest("hex").slice(0, 16);
}

/** Answers what went wrong, or undefined when the folder is there. */
async function make(folder: string, requirements: string) {
  process.stderr.write("Making a Python environment, once …\n");
  // Made under a name of its own and renamed: one cut short, or two at once, leave no half.
  const unfinished = `${folder}.${process.pid}`;
  const commands = [
    ["python3", "-m", "venv", unfinished],
    [pythonOf(unfinished), ...pipInstall, "--requirement", requirements],
  ];
  for (const [command = "", ...args] of commands) {
    const run = await execa(command, args, { reject: false });
    if (!run.failed) continue;
    await rm(unfinished, { recursive: true, force: true });
    const reason = run.stderr.trim().split("\n").at(-1) || run.shortMessage;
    return { missing: `the packages of ${requirements} cannot be installed: ${reason}` };
  }
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }));
  return undefined;
}

const pipInstall = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install"];

function pythonOf(folder: string): string {
  return join(folder, "bin", "python");
}
