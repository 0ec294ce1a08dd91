import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/localWorkspace.js";
import type { Stack } from "@pulumi/pulumi/automation/stack.js";
import { type Automation, loadAutomation } from "./automation.ts";
import { projectFolder } from "./project-folder.ts";
import { pulumiFailure } from "./pulumi-failure.ts";
import {
  defaultMetadataHost,
  emulatorHost,
  metadataHostKey,
  refuseOtherTarget,
  type Target,
} from "./stack-target.ts";

/** Which stack, as the command line says it. */
export interface StackChoice {
  readonly project?: string;
  readonly stack?: string;
  readonly target?: Target;
}

export interface OpenedStack {
  readonly stack: Stack;
  readonly folder: string;
  /** Where the emulator is that the stack deploys to; undefined when it is Azure. */
  readonly emulatorHost: string | undefined;
}

/**
 * Finds the stack; one that is not there yet is made when it may be.
 * @throws Error with the command that mends what is missing
 */
export async function openStack(
  choice: StackChoice,
  whenMissing: "create" | "refuse",
): Promise<OpenedStack> {
  const folder = projectFolder(choice.project);
  const automation = await loadAutomation(folder);
  const workspace = await openWorkspace(automation, folder);
  const selected = (await workspace.stack())?.name;
  const name = choice.stack ?? (choice.target === "local" ? "local" : selected);
  if (name === undefined) throw await noStackNamed(workspace);
  const stack = await open(automation, workspace, { ...choice, stack: name }, whenMissing);
  // The Automation API selects a stack by opening it; the person's own choice stays.
  if (selected !== undefined && selected !== name) await workspace.selectStack(selected);
  return { stack, folder, emulatorHost: await hostOf(stack, choice) };
}

async function openWorkspace(automation: Automation, folder: string): Promise<LocalWorkspace> {
  try {
    const workspace = await automation.LocalWorkspace.create({ workDir: folder });
    await workspace.whoAmI();
    return workspace;
  } catch (error) {
    throw pulumiFailure("Finding Pulumi", error);
  }
}

async function open(
  automation: Automation,
  workspace: LocalWorkspace,
  { stack: name, target }: StackChoice & { readonly stack: string },
  whenMissing: "create" | "refuse",
): Promise<Stack> {
  const { Stack, StackNotFoundError } = automation;
  try {
    return await Stack.select(name, workspace);
  } catch (error) {
    const isMissing = error instanceof StackNotFoundError;
    if (!isMissing) throw pulumiFailure(`Opening the stack ${name}`, error);
    if (whenMissing === "refuse") throw await noStack(workspace, name);
  }
  // A misspelt name makes no stack: what a stack is to deploy, and where, is in its file. The
  // emulator is told of by its target as well.
  const isTold = settingsFile(workspace.workDir, name) !== undefined || isLocalOne(name, target);
  if (!isTold) throw await noStack(workspace, name);
  try {
    return await Stack.create(name, workspace);
  } catch (error) {
    throw pulumiFailure(`Making the stack ${name}`, error);
  }
}

function settingsFile(folder: string, stack: string): string | undefined {
  const [name] = stack.split("/").slice(-1);
  const files = ["yaml", "yml", "json"].map((end) => join(folder, `Pulumi.${name}.${end}`));
  return files.find((file) => existsSync(file));
}

async function noStack(workspace: LocalWorkspace, name: string): Promise<Error> {
  return new Error(
    `There is no stack ${name} and no Pulumi.${name}.yaml (${await stacksIn(workspace)}); name ` +
      `another one, or make it: pulumi stack init ${name}`,
  );
}

async function noStackNamed(workspace: LocalWorkspace): Promise<Error> {
  return new Error(
    `No stack is selected (${await stacksIn(workspace)}); name one with --stack, or deploy to ` +
      "the emulator with --target local.",
  );
}

async function stacksIn(workspace: LocalWorkspace): Promise<string> {
  const names = (await workspace.listStacks()).map((stack) => stack.name);
  return names.length === 0 ? "there is none yet" : `there is: ${names.join(", ")}`;
}

async function hostOf(stack: Stack, { target }: StackChoice): Promise<string | undefined> {
  const configured = (await stack.getAllConfig())[metadataHostKey]?.value;
  const host = emulatorHost(configured);
  if (host === undefined && configured === undefined && isLocalOne(stack.name, target)) {
    await stack.setConfig(metadataHostKey, { value: defaultMetadataHost });
    return defaultMetadataHost;
  }
  refuseOtherTarget(stack.name, target, host);
  return host;
}

/** The stack that a person means who asks for the emulator and names none. */
function isLocalOne(stack: string, target: StackChoice["target"]): boolean {
  return stack === "local" && target === "local";
}
