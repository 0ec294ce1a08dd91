import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { ManagementPlace } from "../../emulator/emulator.ts";

/** A server in a process of its own, killed as the operating system kills. */
export interface ServerProcess {
  readonly grpc: string;
  readonly rest: string;
  readonly dashboard: string;
  readonly management: ManagementPlace;
  readonly pid: number;
  kill(): Promise<void>;
}

const program = fileURLToPath(new URL("./server-process.ts", import.meta.url));

/** Kills a server so long after its process was started, whether it has opened by then or not. */
export async function startServerAndKill(dataFolder: string, afterMillis: number): Promise<void> {
  const child = execa(process.execPath, [program, dataFolder], {
    reject: false,
    stderr: "inherit",
  });
  await pause(afterMillis);
  child.kill("SIGKILL");
  await child;
}

/** Without `dynamic-hubs` only the hub `default` is there from the start. */
export async function startServer(
  dataFolder: string,
  ...hubs: readonly "dynamic-hubs"[]
): Promise<ServerProcess> {
  const child = execa(process.execPath, [program, dataFolder, ...hubs], {
    reject: false,
    stderr: "inherit",
  });
  const [line] = await once(createInterface(child.stdout), "line");
  const { grpc, rest, dashboard, management } = JSON.parse(line);
  return {
    grpc,
    rest,
    dashboard,
    management,
    pid: child.pid ?? 0,
    async kill() {
      child.kill("SIGKILL");
      await child;
    },
  };
}
