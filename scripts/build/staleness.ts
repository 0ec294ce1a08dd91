import { readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { distFolder, isMade, root } from "./paths.ts";

const sources = ["cli", "emulator", "infra", "templates", "scripts/build", "scripts/build.ts"];
const settings = ["package.json", "package-lock.json", "tsconfig.json"];
const stampName = ".built";

/** True when there is no complete build, or a source is newer than the newest one. */
export async function isStale(): Promise<boolean> {
  const built = await changedAt(join(distFolder, stampName));
  if (built === 0) return true;
  const changes = await Promise.all([...sources, ...settings].map((path) => newestIn(path)));
  return Math.max(...changes) > built;
}

/** Marks the folder as built from the sources as they were at that time. */
export async function stamp(folder: string, startedAt: Date): Promise<void> {
  const path = join(folder, stampName);
  await writeFile(path, "");
  await utimes(path, startedAt, startedAt);
}

/** Folders count too: their time tells of files removed. */
async function newestIn(path: string): Promise<number> {
  const absolute = join(root, path);
  const entries = await readdir(absolute, { withFileTypes: true }).catch(() => []);
  const inside = entries
    .filter((entry) => !isMade(entry.name))
    .map(({ name }) => newestIn(join(path, name)));
  return Math.max(await changedAt(absolute), ...(await Promise.all(inside)));
}

/** Milliseconds since the epoch; 0 when there is no such file. */
async function changedAt(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}
