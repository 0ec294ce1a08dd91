import { type Command, Option } from "commander";

/** Which Pulumi stack a command is about. */
export function addStackOptions(command: Command): Command {
  return command
    .option("-s, --stack <name>", "the stack [the selected one; local with --target local]")
    .addOption(
      new Option("--target <target>", "where the stack must deploy to").choices(["local", "azure"]),
    )
    .option("--project <folder>", "the folder of Pulumi.yaml [this one, or infra in it]");
}
