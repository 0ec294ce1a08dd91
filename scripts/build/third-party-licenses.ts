import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./paths.ts";

const licenseFile = /^(licen[cs]e|notice|copying)/i;

/**
 * Writes the licences of all packages that have a file among the bundled ones.
 * @throws when a package has neither a licence file nor a licence in its package.json.
 */
export async function writeThirdPartyLicenses(
  outFolder: string,
  bundledFiles: readonly string[],
): Promise<void> {
  const folders = new Set(bundledFiles.flatMap(packageFolderOf));
  const sections = await Promise.all([...folders].toSorted().map(sectionOf));
  const title = "durable-task-kit contains code of these packages, each under its own licence.";
  const text = [title, ...sections].join(`\n\n${"=".repeat(80)}\n\n`);
  await writeFile(join(outFolder, "THIRD-PARTY-LICENSES.txt"), `${text}\n`);
}

/** "node_modules/@grpc/grpc-js/build/src/call.js" -> "node_modules/@grpc/grpc-js". */
function packageFolderOf(file: string): readonly string[] {
  const found = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file.replaceAll("\\", "/"));
  return found === null ? [] : [found[0]];
}

async function sectionOf(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  const names = (await readdir(join(root, folder))).filter((name) => licenseFile.test(name));
  const title = `${manifest.name} ${manifest.version}`;
  if (names.length === 0 && manifest.license === undefined) {
    throw new Error(`${title} states no licence, so it must not be bundled.`);
  }
  const texts = await Promise.all(names.map((name) => readFile(join(root, folder, name), "utf8")));
  const stated = `${title}\nLicence: ${manifest.license ?? "as follows"}`;
  return [stated, ...texts.map((text) => text.trim())].join("\n\n");
}
