import { fileURLToPath } from "node:url";
import type { Engine } from "./engine.ts";
import { startProgram } from "./program.ts";

const server = fileURLToPath(new URL("../wire-only/server.ts", import.meta.url));

/**
 * What the protocol itself costs: the lean worker's calls and work items, framed on `node:http2`
 * in one thread, with nothing stored, leased, checked or kept, and the least that can be sent. No
 * server in Node that does more can be faster under the same load, so this is no peer, but the
 * bound of all that is measured beside it.
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
