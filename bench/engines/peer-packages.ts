import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** Where the peers' own packages are: apart from the kit's, which do not need them. */
export const peersFolder = fileURLToPath(new URL("../peers", import.meta.url));

/** A registry that has not answered by then is out of reach. */
const patienceMillis = 5 * 60_000;

let installed: Promise<void> | undefined;

/** Installs what the peers' lock file names, once a process. */
export function installPeerPackages(): Promise<void> {
  installed ??= install();
  return installed;
}

async function install(): Promise<void> {
  const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
  const options = { cwd: peersFolder, reject: false, timeout: patienceMillis } as const;
  const { failed, stderr, shortMessage } = await execa("npm", args, options);
  const reason = stderr.trim().split("\n")[0] || shortMessage;
  if (failed) throw new Error(`its packages cannot be installed: ${reason}`);
}
