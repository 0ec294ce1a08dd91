import type { Command } from "commander";
import { defaultDataFolder } from "../emulator/options.ts";
import { isConfirmed } from "./confirmation.ts";

/** `dtk emulator reset`. */
export function addReset(emulator: Command): void {
  emulator
    .command("reset")
    .description("forget everything that is in a data folder")
    .option("--data <folder>", "the folder [DTK_DATA]", process.env.DTK_DATA || defaultDataFolder)
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      `
Deletes what the emulator has stored there, and no other file; certificates stay. An emulator that
uses the folder must be stopped first.

Examples:
  dtk emulator reset                        ask, then forget everything in .dtk/data
  dtk emulator reset --yes --data ./data    another folder, without asking`,
    )
    .action(reset);
}

async function reset({ data, yes }: { readonly data: string; readonly yes?: true }) {
  if (data === "") throw new Error("--data names no folder; give the path of one.");
  const question = `Delete all orchestrations in ${data}?`;
  const refusal = `Deleting the data in ${data} needs a yes; add --yes.`;
  if (!yes && !(await isConfirmed(question, refusal))) {
    console.log("Nothing was deleted.");
    return;
  }
  const { resetDataFolder } = await import("../emulator/store/data-folder.ts");
  const isDeleted = resetDataFolder(data) === "deleted";
  console.log(isDeleted ? `Deleted the data in ${data}.` : `There is no data in ${data}.`);
}
