import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** A Pulumi command line that can be run, or why there is none and what would bring one. */
export type PulumiEngine = { readonly command: string } | { readonly missing: string };

const version = "3.259.0";
const moduleFolder = fileURLToPath(new URL("../pulumi-cli", import.meta.url));
const installHint =
  "install Pulumi (https://www.pulumi.com/docs/install) or Go (https://go.dev/dl)";

/**
 * Finds a Pulumi CLI: the one on PATH, else the one built earlier, else one built now with Go.
 * The build takes minutes when Go's cache is cold and happens once per user and version.
 */
export async function ensurePulumi(): Promise<PulumiEngine> {
  if (await runs("pulumi", ["version"])) return { command: "pulumi" };
  const command = join(cacheFolder(), `pulumi-${version}`, "pulumi");
  if (await runs(command, ["version"])) return { command };
  if (!(await runs("go", ["version"]))) {
    return { missing: `no pulumi on PATH, and no go to build it with; ${installHint}` };
  }
  return build(command);
}

async function build(command: string): Promise<PulumiEngine> {
  process.stderr.write(`Building the Pulumi CLI ${version} with Go, once (up to ten minutes) …\n`);
  await mkdir(dirname(command), { recursive: true });
  // Built under a name of its own and renamed: a build cut short, or two at once, leave no
  // half-written command behind.
  const unfinished = `${command}.${process.pid}`;
  const made = await execa("go", goBuildArguments(unfinished), {
    cwd: moduleFolder,
    env: { CGO_ENABLED: "0", GOWORK: "off" },
    reject: false,
  });
  if (made.failed) {
    await rm(unfinished, { force: true });
    const reason = made.stderr.trim().split("\n").at(-1) ?? made.shortMessage;
    return { missing: `no pulumi on PATH, and go could not build it (${reason}); ${installHint}` };
  }
  await chmod(unfinished, 0o755);
  await rename(unfinished, command);
  return { command };
}

function goBuildArguments(output: string): readonly string[] {
  const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
  return [
    "build",
    "-mod=readonly",
    "-trimpath",
    // Without a version the Automation API refuses the command.
    `-ldflags=-s -w -X ${versionVariable}=v${version}`,
    `-o=${output}`,
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  ];
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "durable-task-kit");
}

async function runs(command: string, args: readonly string[]): Promise<boolean> {
  const options = { reject: false, env: { PULUMI_SKIP_UPDATE_CHECK: "true" } };
  return !(await execa(command, args, options)).failed;
}
