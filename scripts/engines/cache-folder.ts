import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The user's own folder for what is made once and used again; made where it does not exist. */
export function cacheFolder(): string {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "durable-task-kit");
  mkdirSync(folder, { recursive: true });
  return folder;
}
