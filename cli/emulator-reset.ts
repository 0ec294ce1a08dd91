import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { defaultDataFolder } from "../emulator/options.ts";

/** `dtk emulator reset`. */
export function addReset(emulator: Command): void {
  emulator
    .command("reset")
    .description("forget everything that is in a data folder")
    .option("--data <folder>", "the folder [DTK_DATA]", process.env.DTK_DATA || defaultDataFolder)
    .option("--yes", "do not ask")
    .action(reset);
}

async function reset({ data, yes }: { readonly data: string; readonly yes?: true }) {
  if (data === "") throw new Error("--data names no folder; give the path of one.");
  if (!yes && !(await isConfirmed(data))) {
    console.log("Nothing was deleted.");
    return;
  }
  const { resetDataFolder } = await import("../emulator/store/data-folder.ts");
  const isDeleted = resetDataFolder(data) === "deleted";
  console.log(isDeleted ? `Deleted the data in ${data}.` : `There is no data in ${data}.`);
}

async function isConfirmed(folder: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new Error(`Deleting the data in ${folder} needs a yes; add --yes.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D close the terminal; the question then fails or, in older Node, stays open.
  const closed = once(terminal, "close").then(() => "no");
  const asked = terminal.question(`Delete all orchestrations in ${folder}? (y/N) `);
  const answer = await Promise.any([asked, closed]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
