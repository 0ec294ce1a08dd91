import { type Command, Option } from "commander";
import type { StackChoice } from "./pulumi/open-stack.ts";
import { addStackOptions } from "./stack-options.ts";

interface OutputsOptions extends StackChoice {
  readonly env?: true;
  readonly json?: true;
  readonly showSecrets?: true;
}

/** `dtk outputs`: what a stack says of what it has deployed. */
export function addOutputs(program: Command): void {
  addStackOptions(program.command("outputs"))
    .description("say the outputs of a deployed stack: endpoint, task hub, connection string, …")
    .option("--env", "as the lines of an .env file for a worker on this machine")
    .addOption(new Option("--json", "as JSON").conflicts("env"))
    .option("--show-secrets", "show secret outputs as they are")
    .addHelpText(
      "after",
      `
Examples:
  dtk outputs --stack dev
  dtk outputs --target local --env > .env`,
    )
    .action(run);
}

async function run({ env, json, showSecrets, ...choice }: OutputsOptions): Promise<void> {
  const { openStack } = await import("./pulumi/open-stack.ts");
  const { environmentText, outputsText, shownOutputs } = await import("./pulumi/stack-outputs.ts");
  const { stack } = await openStack(choice, "refuse");
  const outputs = await stack.outputs();
  if (env) return console.log(environmentText(stack.name, outputs));
  const shown = shownOutputs(outputs, showSecrets === true);
  console.log(json ? JSON.stringify(shown, undefined, 2) : outputsText(shown));
}
