import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The program's @pulumi/azure-native: its folder and version. */
export interface AzureNativePackage {
  readonly folder: string;
  readonly version: string;
}

/** @throws Error when it is not installed for the program in this folder */
export function azureNativePackage(programFolder: string): AzureNativePackage {
  const manifest = manifestFile(programFolder);
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, "utf8"));
  return { folder: dirname(manifest), version };
}

function manifestFile(programFolder: string): string {
  try {
    const { resolve } = createRequire(join(programFolder, "package.json"));
    return resolve("@pulumi/azure-native/package.json");
  } catch (cause) {
    throw new Error(
      `@pulumi/azure-native is not installed for ${programFolder}; run "npm install" there.`,
      { cause },
    );
  }
}
