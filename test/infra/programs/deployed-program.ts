import { expect } from "vitest";
import type { PulumiProject } from "./pulumi-project.ts";

/** What a test asks of a program of the kit. Each fails the test, with Pulumi's words. */
export interface DeployedProgram {
  succeed(...args: readonly string[]): Promise<string>;
  /** Pulumi's words when it refuses. */
  fail(...args: readonly string[]): Promise<string>;
  /** Values by their paths. */
  configure(stack: string, values: Readonly<Record<string, string>>): Promise<void>;
  up(stack: string): Promise<string>;
  destroy(stack: string): Promise<string>;
  /** How many resources a preview would create, update and so on. */
  changes(stack: string): Promise<unknown>;
  outputs(stack: string): Promise<Readonly<Record<string, string>>>;
  /** What is in the stack's state, components and the stack itself aside. */
  resources(stack: string): Promise<readonly DeployedResource[]>;
}

export interface DeployedResource {
  /** Its whole type, such as `azure-native:durabletask:TaskHub`. */
  readonly type: string;
  /** The last word of its type, such as `TaskHub`. */
  readonly kind: string;
  /** The last word of its parent's type. */
  readonly parent: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export function deployedProgram({ pulumi }: PulumiProject): DeployedProgram {
  const succeed: DeployedProgram["succeed"] = async (...args) => {
    const { exitCode, stdout, all } = await pulumi(...args);
    expect(exitCode, all).toBe(0);
    return stdout;
  };
  const change = (verb: string, stack: string) =>
    succeed(verb, "--yes", "--skip-preview", "--stack", stack);
  const parsed = async (...args: readonly string[]) => JSON.parse(await succeed(...args));
  return {
    succeed,
    fail: async (...args) => {
      const { exitCode, all } = await pulumi(...args);
      expect(exitCode, all).not.toBe(0);
      return all;
    },
    configure: async (stack, values) => {
      const pairs = Object.entries(values).flatMap(([path, value]) => [
        "--plaintext",
        `${path}=${value}`,
      ]);
      await succeed("config", "set-all", "--stack", stack, "--path", ...pairs);
    },
    up: (stack) => change("up", stack),
    destroy: (stack) => change("destroy", stack),
    changes: async (stack) => {
      const { changeSummary } = await parsed("preview", "--json", "--stack", stack);
      return changeSummary;
    },
    outputs: (stack) => parsed("stack", "output", "--json", "--stack", stack),
    resources: async (stack) => {
      const { deployment } = await parsed("stack", "export", "--stack", stack);
      return resourcesIn(deployment.resources ?? []);
    },
  };
}

interface StateEntry {
  readonly type: string;
  readonly parent?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly custom: boolean;
}

function resourcesIn(entries: readonly StateEntry[]): readonly DeployedResource[] {
  return entries
    .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
    .map(({ type, parent, inputs }) => ({
      type,
      kind: lastWord(type),
      parent: lastWord(parent?.split("::")[2]),
      inputs,
    }));
}

function lastWord(type = ""): string {
  return type.split(":").at(-1) ?? "";
}
