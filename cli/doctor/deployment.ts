import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../pulumi/project-folder.ts";
import {
  defaultMetadataHost,
  emulatorHost,
  metadataHostKey,
  type Target,
} from "../pulumi/stack-target.ts";

/** The Pulumi project that is deployed to the target, as its files tell; Pulumi is not asked. */
export interface Deployment {
  readonly folder: string;
  /** Undefined: the selected one. */
  readonly stack: string | undefined;
  /** Whether deploying builds an image. */
  readonly buildsImage: boolean;
  /** The emulator that it goes to; undefined when that is Azure. */
  readonly metadataHost: string | undefined;
}

export interface DeploymentChoice {
  readonly project?: string;
  readonly stack?: string;
}

/**
 * Undefined where nothing is deployed to the target: there is no project, or it has no stack for
 * the emulator.
 * @throws Error when a project is named and is none
 */
export function deploymentTo(target: Target, choice: DeploymentChoice): Deployment | undefined {
  const folder = folderOf(choice);
  if (folder === undefined) return undefined;
  const stack = choice.stack ?? (target === "local" ? "local" : undefined);
  const files = settingsFiles(folder).filter(
    (file) => stack === undefined || file.startsWith(`Pulumi.${stack}.y`),
  );
  if (target === "local" && files.length === 0) return undefined;
  const text = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  const configured = new RegExp(`^ *"?${metadataHostKey}"?: *"?([^\\s"]+)`, "m").exec(text)?.[1];
  return {
    folder,
    stack,
    buildsImage: target === "azure" && /^\s+context:/m.test(text),
    metadataHost:
      target === "local" ? (emulatorHost(configured) ?? defaultMetadataHost) : undefined,
  };
}

function folderOf({ project }: DeploymentChoice): string | undefined {
  if (project !== undefined) return projectFolder(project);
  try {
    return projectFolder(undefined);
  } catch {
    return undefined;
  }
}

function settingsFiles(folder: string): readonly string[] {
  return readdirSync(folder).filter((file) => /^Pulumi\..+\.ya?ml$/.test(file));
}
