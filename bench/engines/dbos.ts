import { chown, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { untilAnswers } from "./answers.ts";
import type { Engine } from "./engine.ts";
import { installPeerPackages } from "./peer-packages.ts";
import { freePorts } from "./ports.ts";
import { startProgram } from "./program.ts";

const installations = "/usr/lib/postgresql";

/**
 * DBOS on a PostgreSQL of its own. PostgreSQL syncs each commit unless told not to (`fsync` and
 * `synchronous_commit` are said again here). What counts as the engine is PostgreSQL alone: DBOS
 * itself is a library in the process that loads it.
 */
export const dbos: Engine = {
  name: "dbos",
  drivers: { steps: "peers/dbos.mjs" },
  scenarios: ["sequence-5", "fan-out-10"],
  async prepare() {
    await programs();
    await installPeerPackages();
  },
  async start(folder, prefix) {
    const bin = await programs();
    const data = join(folder, "data");
    await mkdir(data);
    const asOwner = await owner(folder, data);
    const initdb = [...asOwner, join(bin, "initdb"), "-A", "trust", "-U", "postgres", "-D", data];
    const [first = "", ...rest] = initdb;
    await execa(first, rest);
    const [port = 0] = await freePorts(1);
    const settings = ["fsync=on", "synchronous_commit=on", `unix_socket_directories=${folder}`];
    const options = settings.flatMap((setting) => ["-c", setting]);
    const server = [join(bin, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", `${port}`];
    const logged = ["sh", "-c", 'echo starting; exec "$@" 2>/dev/null', "sh"];
    const program = await startProgram([...logged, ...prefix, ...asOwner, ...server, ...options]);
    await untilAnswers("PostgreSQL", program, async () => {
      const args = ["-h", "127.0.0.1", "-p", `${port}`];
      return (await execa(join(bin, "pg_isready"), args, { reject: false })).exitCode === 0;
    });
    return { ...program, address: `127.0.0.1:${port}`, pids: [program.pid] };
  },
};

/** Where the newest PostgreSQL keeps its programs. */
async function programs(): Promise<string> {
  const versions = await readdir(installations).catch(() => []);
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) {
    throw new Error(`no PostgreSQL in ${installations}; apt-get install postgresql`);
  }
  return join(installations, newest, "bin");
}

/** PostgreSQL refuses to run as root: what runs it as a user of its own, to whom the folders go. */
async function owner(...folders: readonly string[]): Promise<readonly string[]> {
  if (process.getuid?.() !== 0) return [];
  const ids = await Promise.all(["-u", "-g"].map((flag) => execa("id", [flag, "postgres"])));
  const [user = 0, group = 0] = ids.map(({ stdout }) => Number(stdout));
  for (const folder of folders) await chown(folder, user, group);
  return ["runuser", "-u", "postgres", "--"];
}
