import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { execa } from "execa";
import { parseSync, Visitor } from "oxc-parser";
import { root } from "./paths.ts";

const entries = [
  "emulator/index",
  "infra/index",
  "infra/images",
  "infra/kubernetes",
  "infra/policies",
];

/** What the declarations may lean on: what every user of that entry has. */
const installedByUsers = /^(node:|@pulumi\/)/;

/**
 * Writes the declarations that the package's entries reach, and none of the hundreds of others.
 * @throws when one of them needs a package that users do not have.
 */
export async function writeTypeDeclarations(outFolder: string): Promise<void> {
  const emitted = await mkdtemp(join(tmpdir(), "durable-task-kit-types-"));
  try {
    await emitAll(emitted);
    const waiting = entries.map((entry) => `${entry}.d.ts`);
    const seen = new Set(waiting);
    for (const path of waiting) {
      const { text, imported } = await publishable(emitted, path);
      for (const next of imported.filter((other) => !seen.has(other))) {
        seen.add(next);
        waiting.push(next);
      }
      await mkdir(dirname(join(outFolder, path)), { recursive: true });
      await writeFile(join(outFolder, path), text);
    }
  } finally {
    await rm(emitted, { recursive: true, force: true });
  }
}

async function emitAll(outDir: string): Promise<void> {
  const flags = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly"];
  const where = ["--rootDir", root, "--outDir", outDir];
  const options = { cwd: root, preferLocal: true, localDir: root, stdio: "inherit" } as const;
  await execa("tsc", ["-p", "scripts/build/tsconfig.json", ...flags, ...where], options);
}

interface Declaration {
  readonly text: string;
  /** Paths of the declarations it imports. */
  readonly imported: readonly string[];
}

/** The compiler leaves `.ts` in imports of declarations; only `.js` resolves for everybody. */
async function publishable(folder: string, path: string): Promise<Declaration> {
  let text = await readFile(join(folder, path), "utf8");
  const imported: string[] = [];
  for (const { value, start, end } of specifiersIn(path, text).toReversed()) {
    if (!value.startsWith(".")) {
      if (installedByUsers.test(value)) continue;
      throw new Error(`The published type ${path} needs ${value}, which users do not have.`);
    }
    const stem = value.replace(/\.ts$/, "");
    imported.push(`${resolve("/", dirname(path), stem).slice(1)}.d.ts`);
    text = `${text.slice(0, start)}"${stem}.js"${text.slice(end)}`;
  }
  return { text: withLibraries(text), imported };
}

/** `AsyncDisposable` is not in the library that a user's target brings. */
function withLibraries(text: string): string {
  const isNeeded = /\b(Async)?Disposable\b/.test(text);
  return isNeeded ? `/// <reference lib="esnext.disposable" />\n${text}` : text;
}

interface Specifier {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** In the order of the text, with the places of their quotes. */
function specifiersIn(path: string, text: string): readonly Specifier[] {
  const found: Specifier[] = [];
  const add = (node: { readonly source: Specifier | null }) => {
    if (node.source !== null) found.push(node.source);
  };
  new Visitor({
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
    TSImportType: add,
  }).visit(parseSync(path, text).program);
  return found.toSorted((one, other) => one.start - other.start);
}
