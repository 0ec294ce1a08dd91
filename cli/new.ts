import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { catalog } from "../templates/catalog.ts";

/** `dtk new`: a starter project in a folder of its own. */
export function addNew(program: Command): void {
  program
    .command("new")
    .description("start a project from a template")
    .argument("[template]", "which one")
    .argument("[folder]", "where; must not exist yet, or be empty")
    .option("--list", "list the templates")
    .action(create);
}

function create(
  template: string | undefined,
  folder: string | undefined,
  { list }: { readonly list?: true },
): void {
  if (list) {
    for (const { name, description } of catalog) console.log(`${name}  ${description}`);
    return;
  }
  if (template === undefined || folder === undefined) {
    throw new Error(`Name a template and a folder: dtk new ${names()[0]} my-project`);
  }
  if (!names().includes(template)) {
    throw new Error(`There is no template '${template}'; there is: ${names().join(", ")}.`);
  }
  const target = resolve(folder);
  const name = packageName(target);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new Error(`The folder ${folder} is not empty; name one that is new or empty.`);
  }
  copy(template, target, name);
  console.log(
    `Made ${folder} from ${template}. Next:\n  cd ${folder}\n  npm install\n  npm run dev`,
  );
}

function names(): readonly string[] {
  return catalog.map(({ name }) => name);
}

function packageName(target: string): string {
  const name = basename(target);
  if (/^[a-z0-9][a-z0-9._-]{0,213}$/.test(name)) return name;
  throw new Error(
    `'${name}' cannot name a package; ` +
      "use a folder name of lower-case letters, digits, '-', '_' and '.'.",
  );
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
