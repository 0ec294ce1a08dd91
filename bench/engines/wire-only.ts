import { fileURLToPath } from "node:url";
import type { Engine } from "./engine.ts";
import { startProgram } from "./program.ts";

const server = fileURLToPath(new URL("../wire-only/server.ts", import.meta.url));

/**
 * What the protocol itself costs: the lean worker's calls and work items, framed on `node:http2`
 * in one thread, with nothing stored, leased or checked, and the least that can be sent. It is no
 * peer: no server in Node that does its work in one thread can be expected to be faster with the
 * same worker, so this is how far the kit could come.
 */
export const wireOnly: Engine = {
  name: "wire-only",
  drivers: { lean: "drivers/lean.ts" },
  scenarios: ["sequence-5", "fan-out-10"],
  prepare: async () => {},
  async start(_, prefix) {
    const program = await startProgram([...prefix, process.execPath, server]);
    return { ...program, address: program.firstLine, pids: [program.pid] };
  },
};
