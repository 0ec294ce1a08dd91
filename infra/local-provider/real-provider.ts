import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { azureNativePackage } from "./azure-native-package.ts";

const isWindows = process.platform === "win32";

/**
 * Runs the real azure-native provider in place of this one: the version that the program's
 * package asks for, installed by Pulumi first if it is not there yet.
 * @returns its exit code
 */
export async function giveWay(args: readonly string[]): Promise<number> {
  const { version } = azureNativePackage(process.cwd());
  const file = providerFile(version);
  if (!isExecutable(file)) install(version);
  // The engine reads the provider's port from standard output, so it must be the provider's own.
  const provider = spawn(file, args, { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => provider.kill(signal));
  }
  const [code]: unknown[] = await once(provider, "exit");
  return typeof code === "number" ? code : 1;
}

/** Where Pulumi keeps its plugins. */
function providerFile(version: string): string {
  const home = process.env.PULUMI_HOME || join(homedir(), ".pulumi");
  const name = `pulumi-resource-azure-native${isWindows ? ".exe" : ""}`;
  return join(home, "plugins", `resource-azure-native-v${version}`, name);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function install(version: string): void {
  const words = ["plugin", "install", "resource", "azure-native", version];
  const { status, stderr, error } = spawnSync("pulumi", words, { encoding: "utf8" });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split("\n").at(-1);
  throw new Error(
    `Pulumi's provider azure-native ${version} is not installed and could not be (${reason}); ` +
      `run "pulumi ${words.join(" ")}".`,
  );
}
