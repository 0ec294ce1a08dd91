import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** Where the peers' own packages are: apart from the kit's, which do not need them. */
export const peersFolder = fileURLToPath(new URL("../peers", import.meta.url));

let installed: Promise<void> | undefined;

/** Installs what the peers' lock file names, once a process. */
export function installPeerPackages(): Promise<void> {
  installed ??= install();
  return installed;
}

async function install(): Promise<void> {
  const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
  const { failed, stderr } = await execa("npm", args, { cwd: peersFolder, reject: false });
  if (failed) throw new Error(`its packages cannot be installed: ${stderr.trim().split("\n")[0]}`);
}
