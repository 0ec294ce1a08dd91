import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const appFolder = fileURLToPath(new URL("./app/", import.meta.url));

/**
 * Builds the page into a folder: index.html, its favicon, and assets with a hash in their names.
 * Answers the paths of the files that went in.
 */
export async function bundleDashboard(outFolder: string): Promise<readonly string[]> {
  const assetsFolder = join(outFolder, "assets");
  const { outputFiles, metafile } = await build({
    absWorkingDir: fileURLToPath(new URL("../..", import.meta.url)),
    entryPoints: [join(appFolder, "main.tsx"), join(appFolder, "styles/main.css")],
    tsconfig: join(appFolder, "tsconfig.json"),
    outdir: assetsFolder,
    entryNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    loader: { ".svg": "dataurl" },
    write: false,
    metafile: true,
    logLevel: "warning",
  });
  await mkdir(assetsFolder, { recursive: true });
  await Promise.all(outputFiles.map((file) => writeFile(file.path, file.contents)));
  const names = outputFiles.map((file) => basename(file.path));
  await writeFile(join(outFolder, "favicon.svg"), await readFile(join(appFolder, "favicon.svg")));
  await writeIndex(outFolder, names);
  await removeOthers(assetsFolder, names);
  return Object.keys(metafile.inputs);
}

/** In place at once: a server that starts meanwhile sees the old page or the new one. */
async function writeIndex(outFolder: string, names: readonly string[]): Promise<void> {
  const template = await readFile(join(appFolder, "index.html"), "utf8");
  const index = template
    .replace("/assets/main.js", `/assets/${names.find((name) => name.endsWith(".js"))}`)
    .replace("/assets/main.css", `/assets/${names.find((name) => name.endsWith(".css"))}`);
  const draft = join(outFolder, `index.${process.pid}.draft`);
  await writeFile(draft, index);
  await rename(draft, join(outFolder, "index.html"));
}

async function removeOthers(folder: string, names: readonly string[]): Promise<void> {
  const others = (await readdir(folder)).filter((name) => !names.includes(name));
  await Promise.all(others.map((name) => rm(join(folder, name), { force: true })));
}
