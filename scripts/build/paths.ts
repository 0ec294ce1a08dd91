import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const distFolder = join(root, "dist");

/** Reproducible, hence never copied or counted as a source. */
const madeFolders = new Set([
  ".dtk",
  ".venv",
  "__pycache__",
  "bin",
  "dist",
  "node_modules",
  "obj",
  "target",
]);

export function isMade(folderName: string): boolean {
  return madeFolders.has(folderName);
}
