import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export type Automation = typeof import("@pulumi/pulumi/automation/index.js");

/**
 * Pulumi's Automation API, from the project that is deployed or from beside this package: it is
 * not part of it, so that who only wants the emulator need not install it.
 * @throws Error when neither has it
 */
export async function loadAutomation(projectFolder: string): Promise<Automation> {
  const file = automationFile(projectFolder);
  if (file === undefined) {
    throw new Error(
      `@pulumi/pulumi is not installed for ${projectFolder}; run "npm install" there, or ` +
        '"npm install @pulumi/pulumi @pulumi/azure-native".',
    );
  }
  const { default: automation }: { default: Automation } = await import(pathToFileURL(file).href);
  return automation;
}

/** Undefined when neither the project nor this package has it. */
export function automationFile(projectFolder: string): string | undefined {
  return [join(projectFolder, "package.json"), import.meta.url]
    .map(resolveFrom)
    .find((found) => found !== undefined);
}

function resolveFrom(place: string): string | undefined {
  try {
    return createRequire(place).resolve("@pulumi/pulumi/automation/index.js");
  } catch {
    return undefined;
  }
}
