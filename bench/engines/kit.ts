import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scenarioNames } from "../scenario.ts";
import type { Engine } from "./engine.ts";
import { startProgram } from "./program.ts";

const server = fileURLToPath(new URL("./server-of-the-kit.ts", import.meta.url));
const sdk = { "javascript-sdk": "drivers/javascript-sdk.ts" };

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
    async start(folder, prefix) {
      const command = [...prefix, process.execPath, server, folderOf(folder)];
      const program = await startProgram(command);
      return { ...program, address: program.firstLine, pids: [program.pid] };
    },
  };
}

const withLean = { lean: "drivers/lean.ts", ...sdk };
export const durableTaskKit = kit("durable-task-kit", withLean, (folder) => join(folder, "data"));

/** What the store costs: the same server without one, under the real SDK. */
export const inMemory = kit("in-memory", sdk, () => "");
