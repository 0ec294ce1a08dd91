import type { OutputMap } from "@pulumi/pulumi/automation/stack.js";
import { partsOf } from "../../infra/azure/connection-string.ts";
import { envFile } from "../../infra/azure/env-file.ts";
import { settingsFor } from "../../infra/azure/settings.ts";

export type ShownOutputs = Readonly<Record<string, unknown>>;

export function shownOutputs(outputs: OutputMap, showSecrets: boolean): ShownOutputs {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value, secret }]) => [
      name,
      secret && !showSecrets ? "[secret]" : value,
    ]),
  );
}

/** One line each; what has lines of its own comes below its name. */
export function outputsText(shown: ShownOutputs): string {
  const names = Object.keys(shown);
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)}  ${valueText(shown[name])}`).join("\n");
}

function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.includes("\n") ? `\n${text.trim().replaceAll(/^/gm, "  ")}` : text;
}

/**
 * The program's own `env` where it has one, else the settings of its connection string: signed in
 * as whoever `az login` knows, for the identity in it is the app's in Azure.
 * @throws Error when the stack has neither
 */
export function environmentText(stack: string, outputs: OutputMap): string {
  const { env, connectionString } = outputs;
  if (typeof env?.value === "string") return env.value.trimEnd();
  if (typeof connectionString?.value === "string") return settingsText(connectionString.value);
  throw new Error(
    `The stack ${stack} has neither an output "env" nor "connectionString"; deploy it with ` +
      `"dtk up --stack ${stack}", and export one of them from its program.`,
  );
}

function settingsText(connectionString: string): string {
  const parts = partsOf(connectionString);
  const connection = {
    endpoint: parts.get("endpoint") ?? "",
    taskHub: parts.get("taskhub") ?? "",
    authentication: "DefaultAzure",
  } as const;
  return envFile(settingsFor(connection)).trimEnd();
}
