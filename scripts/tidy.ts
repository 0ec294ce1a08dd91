import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { findingsIn } from "./tidy/findings.ts";
import type { Project } from "./tidy/rule.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const binary = new Set([".png", ".jpg", ".ico", ".woff2", ".jar"]);

const project: Project = {
  has: (path) => existsSync(join(root, path)),
  read: (path) =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined,
};

/** Everything that git keeps or would keep: what it ignores is made, not written. */
const listed = await execa({
  cwd: root,
  lines: true,
})`git ls-files --cached --others --exclude-standard`;
const paths = listed.stdout.filter((path) => !binary.has(extname(path)) && isFile(path));
const findings = paths.flatMap((path) =>
  findingsIn(path, readFileSync(join(root, path), "utf8"), project),
);
for (const finding of findings) console.error(finding);
if (findings.length > 0) {
  console.error(`${findings.length} findings in ${paths.length} files.`);
  process.exitCode = 1;
}

/** A file removed but not yet from git's list is none. */
function isFile(path: string): boolean {
  return statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ?? false;
}
