import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { cacheFolder } from "./cache-folder.ts";
import { findExecutable } from "./executable.ts";

const idleSecondsMax = 300;
const startMillisMax = 30_000;

/** Where our own Podman service listens while it runs. */
export function podmanServiceSocket(): string {
  return join(cacheFolder(), "podman.sock");
}

/**
 * Starts Podman's Docker-compatible service on `socket` unless it is up, and waits until it is.
 * It belongs to no caller: several processes share it, and it ends by itself when it has been idle
 * for five minutes. Answers what went wrong, or undefined.
 */
export async function ensurePodmanService(
  socket: string,
  isUp: () => Promise<boolean>,
): Promise<string | undefined> {
  if (await isUp()) return undefined;
  const logFile = join(cacheFolder(), "podman-service.log");
  const log = openSync(logFile, "w");
  // flock refuses a second service on the same socket, which would cut off the first; a caller
  // that loses the race waits for the winner's. --close keeps the lock out of containers' hands.
  const service = spawn(
    "flock",
    ["--nonblock", "--close", `${socket}.lock`, "podman", ...serviceArguments(socket)],
    {
      // The service outlives the caller, and perhaps the folder that it was called from.
      cwd: "/",
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, ...settings() },
    },
  );
  service.unref();
  closeSync(log);
  const deadline = performance.now() + startMillisMax;
  while (!(await isUp())) {
    if (performance.now() > deadline) {
      return `podman system service did not start: ${readFileSync(logFile, "utf8").trim()}`;
    }
    await delay(50);
  }
  return undefined;
}

function serviceArguments(socket: string): readonly string[] {
  return ["system", "service", `--time=${idleSecondsMax}`, `unix://${socket}`];
}

/**
 * Settings for root's Podman where nobody has made any: defaults that work on virtual machines
 * which forbid raising limits and mix cgroup versions, which crun refuses.
 */
function settings(): { readonly CONTAINERS_CONF?: string } {
  const own = [
    "/etc/containers/containers.conf",
    join(homedir(), ".config/containers/containers.conf"),
  ];
  if (process.getuid?.() !== 0 || process.env.CONTAINERS_CONF || own.some(existsSync)) return {};
  const file = join(cacheFolder(), "containers.conf");
  const limits = 'default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]';
  const runtime = findExecutable(["runc"]) === undefined ? "" : '[engine]\nruntime = "runc"\n';
  writeFileSync(file, `[containers]\n${limits}\n${runtime}`);
  return { CONTAINERS_CONF: file };
}
