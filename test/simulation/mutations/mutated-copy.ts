import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { Mutation } from "./mutation.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What the simulation is made of. */
const copied = ["emulator", "test/simulation", "package.json"];

export type Verdict =
  /** The simulation has seen it: what it found. */
  | { readonly type: "seen"; readonly finding: string }
  | { readonly type: "unseen" }
  /** The copy did not run, which shows nothing. */
  | { readonly type: "broken"; readonly reason: string };

/** Throws when the source does not occur in its file, once. */
export async function mutatedText({ rule, file, source, replacement }: Mutation): Promise<string> {
  const text = await readFile(join(root, file), "utf8");
  const count = text.split(source).length - 1;
  if (count !== 1) {
    throw new Error(
      `"${rule}" is to be broken in ${file}, where its source occurs ${count} times and not ` +
        `once; see to its entry in test/simulation/mutations:\n${source}`,
    );
  }
  return text.replace(source, () => replacement);
}

/** Runs the simulation against a copy of the scheduler in which the rule is broken. */
export async function tryMutation(mutation: Mutation, seedCount: number): Promise<Verdict> {
  const text = await mutatedText(mutation);
  const folder = await mkdtemp(join(tmpdir(), "dtk-mutation-"));
  try {
    for (const path of copied) await cp(join(root, path), join(folder, path), { recursive: true });
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, mutation.file), text);
    return await simulateIn(folder, seedCount);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The exit code of `main.ts` when it has found something. */
const foundSomething = 3;
/** A scheduler that goes round in circles shows that its rule is broken, too. */
const runMillisMax = 5 * 60_000;

async function simulateIn(folder: string, seedCount: number): Promise<Verdict> {
  const main = join(folder, "test/simulation/main.ts");
  const run = await execa(process.execPath, [main, "--whole", "--seeds", `${seedCount}`], {
    cwd: folder,
    reject: false,
    timeout: runMillisMax,
  });
  if (run.timedOut) return { type: "seen", finding: "It does not come to an end." };
  if (run.exitCode === foundSomething) return { type: "seen", finding: run.stderr };
  return run.exitCode === 0
    ? { type: "unseen" }
    : { type: "broken", reason: run.stderr || `It ended with ${run.exitCode}.` };
}
