import { join } from "node:path";
import { untilAnswers } from "./answers.ts";
import type { Engine } from "./engine.ts";
import { installPeerPackages, peersFolder } from "./peer-packages.ts";
import { freePorts } from "./ports.ts";
import { startProgram } from "./program.ts";

/**
 * Restate as its package ships it, with as many partitions as the machine has cores. Its log server
 * syncs its write-ahead log before it acknowledges (`rocksdb-disable-wal-fsync = false`, said again
 * here), so an acknowledged step survives a power cut, as with the kit.
 */
export const restate: Engine = {
  name: "restate",
  drivers: { steps: "peers/restate-steps.mjs", calls: "peers/restate-calls.mjs" },
  scenarios: ["sequence-5", "fan-out-10"],
  prepare: installPeerPackages,
  async start(folder, prefix) {
    const [node, ingress, admin] = await freePorts(3);
    const command = join(peersFolder, "node_modules/.bin/restate-server");
    const args = ["--base-dir", folder, "--node-name", "bench", "--no-logo"];
    const at = ["--bind-ip", "127.0.0.1", "--bind-port", `${node}`, "--listen-mode", "tcp"];
    const program = await startProgram([...prefix, command, ...args, ...at], {
      RESTATE_DEFAULT_NUM_PARTITIONS: "2",
      RESTATE_LOG_SERVER__ROCKSDB_DISABLE_WAL_FSYNC: "false",
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    });
    await untilAnswers("Restate", program, async () => {
      const paths = [`${admin}/health`, `${ingress}/restate/health`];
      const answers = await Promise.all(paths.map((path) => fetch(`http://127.0.0.1:${path}`)));
      return answers.every(({ ok }) => ok);
    });
    return { ...program, address: `${ingress} ${admin}`, pids: [program.pid] };
  },
};
