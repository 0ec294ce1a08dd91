import type { Command } from "commander";
import { isConfirmed } from "./confirmation.ts";
import type { StackChoice } from "./pulumi/open-stack.ts";
import { addStackOptions } from "./stack-options.ts";

interface UpOptions extends StackChoice {
  readonly yes?: true;
  readonly refresh?: true;
}

/** `dtk up`: deploys a stack, to Azure or to the emulator. */
export function addUp(program: Command): void {
  addStackOptions(program.command("up"))
    .description("deploy with Pulumi, to Azure or to the emulator")
    .option("--yes", "do not ask before changing anything")
    .option("--refresh", "look first at what there really is")
    .addHelpText(
      "after",
      `
Says what would change and asks before it changes it. When a deployment fails half way, the same
command again goes on from there.

Examples:
  dtk up --target local     the stack local, on the emulator that runs
  dtk up --stack prod       the stack prod, as it is configured in Pulumi.prod.yaml`,
    )
    .action(run);
}

async function run(options: UpOptions): Promise<void> {
  const { openForDeployment } = await import("./pulumi/open-for-deployment.ts");
  const { previewUp } = await import("./pulumi/preview-changes.ts");
  const { deploy } = await import("./pulumi/change-stack.ts");
  const opened = await openForDeployment(options);
  const { name } = opened.stack;
  const planned = await previewUp(opened, options.refresh === true);
  const refusal = `Deploying to ${name} needs a yes; look at the changes above and add --yes.`;
  if (planned.length > 0 && !options.yes && !(await isConfirmed(`Deploy to ${name}?`, refusal))) {
    console.log("Nothing was changed.");
    return;
  }
  await deploy(opened, options.refresh === true);
}
