import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scenarioNames } from "../scenario.ts";
import type { Engine, RunningEngine } from "./engine.ts";
import { startProgram } from "./program.ts";

const server = fileURLToPath(new URL("./server-of-the-kit.ts", import.meta.url));
const sdk = { "javascript-sdk": "drivers/javascript-sdk.ts" };

export interface RunningKit extends RunningEngine {
  readonly dashboard: string;
}

/** With its data in this folder, or in memory where that is empty. */
export async function startKit(
  dataFolder: string,
  prefix: readonly string[] = [],
): Promise<RunningKit> {
  const program = await startProgram([...prefix, process.execPath, server, dataFolder]);
  const [address = "", dashboard = ""] = program.firstLine.split(" ");
  return { ...program, address, dashboard, pids: [program.pid] };
}

function kit(
  name: string,
  drivers: Engine["drivers"],
  folderOf: (folder: string) => string,
): Engine {
  return {
    name,
    drivers,
    scenarios: scenarioNames,
    prepare: async () => {},
    start: (folder, prefix) => startKit(folderOf(folder), prefix),
  };
}

const lean = { lean: "drivers/lean.ts", "lean-grpc-js": "drivers/lean-grpc-js.ts" };
const withLean = { ...lean, ...sdk };
export const durableTaskKit = kit("durable-task-kit", withLean, (folder) => join(folder, "data"));

/** What the store costs: the same server without one, under the real SDK. */
export const inMemory = kit("in-memory", sdk, () => "");
