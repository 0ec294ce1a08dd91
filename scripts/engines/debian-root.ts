import { chmod, copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { downloadPackages } from "./packages.ts";

/** The C and C++ runtimes that Node is linked to, and the files that name the system. */
const runtimePackages = ["base-files", "libc6", "libgcc-s1", "libstdc++6"];

/**
 * Fills `root` with the smallest file system in which Node runs: Debian's runtime libraries,
 * `nodeBinary` as /usr/local/bin/node and the user `node` (1000), as in Node's official image.
 * There is no shell and no npm. Answers why it could not, or undefined.
 */
export async function makeDebianRoot(
  root: string,
  nodeBinary: string,
): Promise<string | undefined> {
  const downloads = `${root}.packages`;
  await mkdir(downloads, { recursive: true });
  const failure = await downloadPackages(runtimePackages, downloads);
  if (failure !== undefined) return failure;
  for (const file of await readdir(downloads)) {
    await execa("dpkg-deb", ["--extract", join(downloads, file), root]);
  }
  await install(nodeBinary, join(root, "usr/local/bin/node"));
  for (const [name, content] of Object.entries(accounts)) {
    await writeFile(join(root, "etc", name), content);
  }
  return undefined;
}

async function install(binary: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(binary, target);
  await chmod(target, 0o755);
}

const accounts = {
  passwd: "root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n",
  group: "root:x:0:\nnode:x:1000:\n",
};
