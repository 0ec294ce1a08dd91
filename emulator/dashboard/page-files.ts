import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** The built page by path: "/index.html", "/assets/main-1A2B3C.js". */
export type PageFiles = ReadonlyMap<string, PageFile>;

export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Beside the built server, or where the build puts it when the sources run as they are. */
const publishedFolder = fileURLToPath(new URL("./dashboard/", import.meta.url));
const developmentFolder = fileURLToPath(new URL("../../dist/dashboard/", import.meta.url));

/** The page, built first if the sources run as they are and it never was. A few small files. */
export async function loadPageFiles(): Promise<PageFiles> {
  const built = (await readFolder(publishedFolder)) ?? (await readFolder(developmentFolder));
  if (built !== undefined) return built;
  await bundleInDevelopment();
  const files = await readFolder(developmentFolder);
  if (files === undefined) throw new Error(`The build left no page in ${developmentFolder}.`);
  return files;
}

/** The address is made at run time so that no bundler takes the bundler into the product. */
async function bundleInDevelopment(): Promise<void> {
  const address = new URL("./bundle.ts", import.meta.url).href;
  const bundler: { bundleDashboard(folder: string): Promise<void> } = await import(address).catch(
    (cause: unknown) => {
      const what = `The dashboard's page is missing from ${publishedFolder}`;
      throw new Error(`${what}; reinstall the package.`, { cause });
    },
  );
  await bundler.bundleDashboard(developmentFolder);
}

/** Undefined when the folder holds no page. */
async function readFolder(folder: string): Promise<PageFiles | undefined> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => []);
  if (!names.includes("index.html")) return undefined;
  const files = names.filter((name) => contentTypes[extname(name)] !== undefined);
  return new Map(await Promise.all(files.map((name) => readPageFile(folder, name))));
}

async function readPageFile(folder: string, name: string): Promise<readonly [string, PageFile]> {
  const body = new Uint8Array(await readFile(`${folder}/${name}`));
  const contentType = contentTypes[extname(name)] ?? "application/octet-stream";
  return [`/${name.replaceAll("\\", "/")}`, { body, contentType }];
}
