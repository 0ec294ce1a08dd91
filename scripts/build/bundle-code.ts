import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { root } from "./paths.ts";

/** The files of the package that something outside of it names. */
const entries: Readonly<Record<string, string>> = {
  index: "emulator/index.ts",
  dtk: "cli/main.ts",
  infra: "infra/index.ts",
  images: "infra/images.ts",
  kubernetes: "infra/kubernetes.ts",
  policies: "infra/policies.ts",
  "local-provider": "infra/local-provider/main.ts",
};

/** A worker thread is started by its file's address, so each is a file beside its starter. */
const workers = "emulator/store/sqlite/*-worker.ts";

/** Bundles lean on CommonJS packages that `require` Node's own modules. */
const requireForBundles =
  'import { createRequire as createRequireOfBundle } from "node:module";' +
  "const require = createRequireOfBundle(import.meta.url);";

/**
 * Everything but Pulumi goes into the bundles: installing the package installs nothing else.
 * Answers the paths of the files that went in.
 */
export async function bundleCode(outFolder: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { ...entries, ...workerEntries() },
    outdir: outFolder,
    // All in one folder, where `import.meta.url` means the same to an entry and to its parts.
    chunkNames: "[name]-[hash]",
    bundle: true,
    // `dtk --help` loads what it prints; the server is a part that only `dtk emulator` loads.
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.13",
    external: ["@pulumi/*"],
    banner: { js: requireForBundles },
    minifySyntax: true,
    minifyWhitespace: true,
    // Whole licences are collected beside the bundles; see third-party-licenses.ts.
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  return Object.keys(metafile.inputs);
}

function workerEntries(): Readonly<Record<string, string>> {
  const paths = globSync(workers, { cwd: root });
  if (paths.length === 0) throw new Error(`No worker was found as ${join(root, workers)}.`);
  return Object.fromEntries(paths.map((path) => [basename(path, ".ts"), path]));
}
