import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Somebody's empty project that the packed kit was installed into. */
export interface InstalledPackage extends AsyncDisposable {
  readonly folder: string;
  /** What `npm pack` made. */
  readonly archive: string;
  /** What a command needs to be run there as its owner would: their Node, none of our tools. */
  readonly options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> };
}

/** Packs dist/ as it is and installs the archive as a user does. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = await mkdtemp(join(tmpdir(), "durable-task-kit-installed-"));
  const env = { PATH: withoutOurTools(process.env.PATH ?? "") };
  const options = { cwd: folder, env } as const;
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  // dist/ is built already, and other tests may be running it.
  const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const { stdout } = await execa("npm", pack, { cwd: root, env });
  const archive = join(folder, stdout.trim());
  await execa("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", archive], options);
  return {
    folder,
    archive,
    options,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function withoutOurTools(path: string): string {
  const others = path.split(delimiter).filter((folder) => !folder.startsWith(root));
  return [dirname(process.execPath), ...others].join(delimiter);
}
