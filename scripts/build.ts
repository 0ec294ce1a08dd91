import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { argv } from "node:process";
import { bundleDashboard } from "../emulator/dashboard/bundle.ts";
import { bundleCode } from "./build/bundle-code.ts";
import { copyProjects } from "./build/copy-projects.ts";
import { distFolder, root } from "./build/paths.ts";
import { isStale, stamp } from "./build/staleness.ts";
import { writeThirdPartyLicenses } from "./build/third-party-licenses.ts";
import { writeTypeDeclarations } from "./build/type-declarations.ts";

/** Builds what is published into dist/: bundles, types, the dashboard's page, the projects. */
export async function build(): Promise<void> {
  const startedAt = new Date();
  console.error("Building …");
  const folder = join(root, `node_modules/.cache/durable-task-kit/dist-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await buildInto(folder);
    await stamp(folder, startedAt);
    // In place at the very end, so that a build cut short leaves the last one whole.
    await rm(distFolder, { recursive: true, force: true });
    await rename(folder, distFolder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function buildWhenStale(): Promise<void> {
  if (await isStale()) await build();
}

async function buildInto(folder: string): Promise<void> {
  const [code, page] = await Promise.all([
    bundleCode(folder),
    bundleDashboard(join(folder, "dashboard")),
    copyProjects(folder),
    writeTypeDeclarations(join(folder, "types")),
  ]);
  await writeThirdPartyLicenses(folder, [...code, ...page]);
  await chmod(join(folder, "dtk.js"), 0o755);
}

if (import.meta.main) await (argv.includes("--if-stale") ? buildWhenStale() : build());
