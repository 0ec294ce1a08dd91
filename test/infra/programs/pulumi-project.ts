import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type OfflinePulumi, offlinePulumi } from "./offline-pulumi.ts";

/** A program of the kit, copied to a folder of its own as its user would. */
export interface PulumiProject extends OfflinePulumi {
  /** The program's own folder. */
  readonly folder: string;
  /** The folder that holds everything of it; the program is one in it. */
  readonly root: string;
  /** Removes the folder, the state in it included. */
  remove(): Promise<void>;
}

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * @param command the Pulumi command line
 * @param metadataHost the emulator to deploy to; absent: a stand-in for Azure
 */
export async function createPulumiProject(
  program: string,
  command: string,
  metadataHost?: string,
): Promise<PulumiProject> {
  const root = await mkdtemp(join(tmpdir(), `${program}-`));
  const folder = join(root, program);
  await cp(join(repository, "infra/programs", program), folder, { recursive: true });
  await installPackages(folder);
  const nodeOptions = "--conditions=@durable-task-kit/source";
  const offline = await offlinePulumi({ command, folder, root, nodeOptions, metadataHost });
  return { ...offline, folder, root, remove: () => rm(root, { recursive: true }) };
}

/** What `npm install` does, by links. */
async function installPackages(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(modules);
  await symlink(repository, join(modules, "durable-task-kit"));
  await symlink(join(repository, "node_modules/@pulumi"), join(modules, "@pulumi"));
}
