import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import { isMade, root } from "./paths.ts";

/** Copied as they are: people start from them. */
const projectFolders = ["templates", "infra/programs", "infra/policies/pack"];
/** Ours about the projects, and in the bundle already. */
const catalog = "catalog.ts";

export async function copyProjects(outFolder: string): Promise<void> {
  for (const folder of projectFolders) {
    await cp(join(root, folder), join(outFolder, folder), {
      recursive: true,
      filter: (source) => !isMade(basename(source)) && basename(source) !== catalog,
    });
  }
}
