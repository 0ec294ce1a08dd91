import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The full path of the first of these commands that is on PATH. */
export function findExecutable(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
