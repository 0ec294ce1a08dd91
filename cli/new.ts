import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { catalog } from "../templates/catalog.ts";
import { packageNameOf } from "./package-name.ts";

interface NewOptions {
  readonly list?: true;
  readonly json?: true;
}

/** `dtk new`: a starter project in a folder of its own. */
export function addNew(program: Command): void {
  program
    .command("new")
    .description("start a project from a template")
    .argument("[template]", "which one")
    .argument("[folder]", "where; must not exist yet, or be empty")
    .option("--list", "list the templates")
    .option("--json", "list them in JSON")
    .addHelpText(
      "after",
      `
Examples:
  dtk new --list
  dtk new typescript-worker orders      a project named "orders" in ./orders`,
    )
    .action(run);
}

function run(
  template: string | undefined,
  folder: string | undefined,
  { list, json }: NewOptions,
  command: Command,
): void {
  if (list) {
    console.log(json ? JSON.stringify(catalog) : listed());
    return;
  }
  if (json) command.error("--json goes with --list only");
  if (template === undefined || folder === undefined) {
    command.error(`name a template and a folder: dtk new ${names()[0]} my-project`);
  }
  create(template, folder);
}

function listed(): string {
  return catalog.map(({ name, description }) => `${name}  ${description}`).join("\n");
}

function create(template: string, folder: string): void {
  if (!names().includes(template)) {
    throw new Error(`There is no template '${template}'; there is: ${names().join(", ")}.`);
  }
  const target = resolve(folder);
  const name = packageNameOf(target);
  if (!isFree(target)) {
    throw new Error(`${folder} exists and is not an empty folder; name one that is new or empty.`);
  }
  copy(template, target, name);
  console.log(
    `Made ${folder} from ${template}. Next:\n  cd ${folder}\n  npm install\n  npm run dev`,
  );
}

function names(): readonly string[] {
  return catalog.map(({ name }) => name);
}

function isFree(target: string): boolean {
  if (!existsSync(target)) return true;
  return statSync(target).isDirectory() && readdirSync(target).length === 0;
}

// Beside the bundle when published, beside this folder in development.
const folders = ["./templates/", "../templates/"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

function copy(template: string, target: string, name: string): void {
  const source = folders.map((folder) => join(folder, template)).find((path) => existsSync(path));
  if (source === undefined) throw new Error("The templates are missing; reinstall the package.");
  cpSync(source, target, {
    recursive: true,
    filter: (path) => basename(path) !== "node_modules",
  });
  // npm leaves a file named .gitignore out of packages.
  renameSync(join(target, "_gitignore"), join(target, ".gitignore"));
  rename(join(target, "package.json"), `"name": "${template}"`, `"name": "${name}"`);
  rename(join(target, "infra/Pulumi.yaml"), `name: ${template}`, `name: ${name}`);
}

/** The one line of a project's file that names it after its template. */
function rename(file: string, from: string, to: string): void {
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(from, () => to),
  );
}
