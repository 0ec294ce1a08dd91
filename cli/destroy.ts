import type { Command } from "commander";
import { isConfirmed } from "./confirmation.ts";
import type { StackChoice } from "./pulumi/open-stack.ts";
import { addStackOptions } from "./stack-options.ts";

interface DestroyOptions extends StackChoice {
  readonly yes?: true;
}

/** `dtk destroy`: deletes what a stack has deployed. */
export function addDestroy(program: Command): void {
  addStackOptions(program.command("destroy"))
    .description("delete everything that a stack has deployed")
    .option("--yes", "do not ask before deleting")
    .addHelpText(
      "after",
      `
Examples:
  dtk destroy --target local
  dtk destroy --stack dev --yes`,
    )
    .action(run);
}

async function run(options: DestroyOptions): Promise<void> {
  const { openForDeployment } = await import("./pulumi/open-for-deployment.ts");
  const { previewDestroy } = await import("./pulumi/preview-changes.ts");
  const { destroy } = await import("./pulumi/change-stack.ts");
  const opened = await openForDeployment(options, "refuse");
  const { name } = opened.stack;
  const planned = await previewDestroy(opened);
  if (planned.length === 0) return;
  const refusal = `Deleting all this from ${name} needs a yes; add --yes if you mean it.`;
  if (!options.yes && !(await isConfirmed(`Delete all this from ${name}?`, refusal))) {
    console.log("Nothing was deleted.");
    return;
  }
  await destroy(opened);
}
