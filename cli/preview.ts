import type { Command } from "commander";
import type { StackChoice } from "./pulumi/open-stack.ts";
import { addStackOptions } from "./stack-options.ts";

interface PreviewOptions extends StackChoice {
  readonly refresh?: true;
}

/** `dtk preview`: what a deployment would change. */
export function addPreview(program: Command): void {
  addStackOptions(program.command("preview"))
    .description("say what a deployment would change, and change nothing")
    .option("--refresh", "look first at what there really is")
    .addHelpText(
      "after",
      `
Examples:
  dtk preview --target local
  dtk preview --stack prod --refresh`,
    )
    .action(run);
}

async function run(options: PreviewOptions): Promise<void> {
  const { openForDeployment } = await import("./pulumi/open-for-deployment.ts");
  const { previewUp } = await import("./pulumi/preview-changes.ts");
  await previewUp(await openForDeployment(options), options.refresh === true);
}
