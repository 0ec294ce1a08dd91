import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const names = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/**
 * The Pulumi project: the folder that is named, else this one or the folder "infra" in it.
 * @throws Error when there is none
 */
export function projectFolder(named: string | undefined): string {
  const candidates = named === undefined ? [".", "infra"] : [named];
  const found = candidates.find((folder) => names.some((name) => existsSync(join(folder, name))));
  if (found !== undefined) return resolve(found);
  throw new Error(
    `There is no Pulumi.yaml in ${candidates.map((folder) => resolve(folder)).join(" or ")}; ` +
      "name the project's folder with --project, or start a project: dtk new --list",
  );
}
