import { basename } from "node:path";

/** Pulumi takes project names up to here; npm would take more. */
const lengthMax = 100;

/** npm refuses the first two everywhere, and to install a package into one of its own name. */
const reserved: ReadonlySet<string> = new Set(["node_modules", "favicon.ico", "durable-task-kit"]);

/**
 * The name of the project in a folder.
 * @throws Error when the folder's name cannot name a package.
 */
export function packageNameOf(folder: string): string {
  const name = basename(folder);
  const isFit = /^[a-z0-9][a-z0-9._-]*$/.test(name) && name.length <= lengthMax;
  if (isFit && !reserved.has(name)) return name;
  throw new Error(
    `'${name}' cannot name a package; use a folder name of at most ${lengthMax} ` +
      "lower-case letters, digits, '-', '_' and '.', that npm does not reserve.",
  );
}
