import { createHash } from "node:crypto";
import { access, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../../scripts/engines/cache-folder.ts";
import type { Engine } from "./engine.ts";
import { peersFolder } from "./peer-packages.ts";
import { startProgram } from "./program.ts";

const sources = join(peersFolder, "durabletask-go");

/**
 * Its sidecar on SQLite, which syncs each transaction: the journal and `synchronous` are left as
 * SQLite has them (rollback journal, FULL), so it is as durable as the kit. It speaks the kit's
 * protocol, without completion tokens and entities.
 */
export const durabletaskGo: Engine = {
  name: "durabletask-go",
  drivers: { lean: "drivers/lean.ts", "javascript-sdk": "drivers/javascript-sdk.ts" },
  scenarios: ["sequence-5", "fan-out-10", "history-1000"],
  async prepare() {
    const { failed } = await execa("go", ["version"], { reject: false });
    if (failed) throw new Error("Go is not installed");
    await build();
  },
  async start(folder, prefix) {
    const program = await startProgram([...prefix, await build(), join(folder, "hub.sqlite")]);
    return { ...program, address: program.firstLine, pids: [program.pid] };
  },
};

/** With all that it has to fetch. */
const buildMillisMax = 10 * 60_000;

/** Builds the sidecar once for each state of its sources. */
async function build(): Promise<string> {
  const files = ["main.go", "go.mod", "go.sum"].map((name) => readFile(join(sources, name)));
  const hash = createHash("sha256");
  for (const file of await Promise.all(files)) hash.update(file);
  const name = `durabletask-go-${hash.digest("hex").slice(0, 12)}`;
  const program = join(cacheFolder(), name);
  const isBuilt = await access(program).then(
    () => true,
    () => false,
  );
  if (isBuilt) return program;
  const unfinished = `${program}.${process.pid}`;
  const args = ["build", "-trimpath", "-o", unfinished, "."];
  await execa("go", args, { cwd: sources, env: { CGO_ENABLED: "0" }, timeout: buildMillisMax });
  await rename(unfinished, program);
  return program;
}
