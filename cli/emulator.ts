import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { defaultDataFolder, defaultOptions, optionsFrom } from "../emulator/options.ts";
import { addOptionFlags, givenFlags } from "./option-flags.ts";

const defaultRest = `http://${defaultOptions.host}:${defaultOptions.restPort}`;

/** `dtk emulator [start|status|reset]`; what each needs is loaded when it runs. */
export function addEmulator(program: Command): void {
  const emulator = program
    .command("emulator")
    .description("a scheduler on this machine that the SDKs connect to");
  const begin = emulator.command("start", { isDefault: true });
  addOptionFlags(begin.description("start it and serve until Ctrl-C (the default)"))
    .option("--json", "say where it serves in one line of JSON, once all ports answer")
    .action(() => start(begin));
  emulator
    .command("status")
    .description("say whether one is running")
    .option("--rest <address>", "its REST address", defaultRest)
    .option("--json", "answer in JSON")
    .action(status);
  emulator
    .command("reset")
    .description("forget everything that is in a data folder")
    .option("--data <folder>", "the folder", process.env.DTK_DATA || defaultDataFolder)
    .option("--yes", "do not ask")
    .action(reset);
}

async function start(command: Command): Promise<void> {
  const options = optionsFrom(givenFlags(command), process.env);
  const { banner, interruption, serve } = await import("./serve.ts");
  const interrupted = interruption();
  const emulator = await serve(options);
  const { grpc, rest, dashboard, taskHubs } = emulator;
  const dataFolder = emulator.dataFolder ?? null;
  const isJson = command.getOptionValue("json") === true;
  const place = { grpc, rest, dashboard, dataFolder, taskHubs };
  console.log(isJson ? JSON.stringify(place) : banner(emulator));
  await interrupted;
  await emulator.stop();
}

async function status({ rest, json }: { readonly rest: string; readonly json?: true }) {
  const isUp = await fetch(new URL("/healthz", rest)).then(
    ({ ok }) => ok,
    () => false,
  );
  if (json) console.log(JSON.stringify({ rest, up: isUp }));
  if (!isUp) {
    throw new Error(
      `No emulator answers at ${rest}. Start one with "dtk emulator", ` +
        "or name its REST address with --rest.",
    );
  }
  if (!json) console.log(`An emulator answers at ${rest}.`);
}

async function reset({ data, yes }: { readonly data: string; readonly yes?: true }) {
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
  const answer = await terminal.question(`Delete all orchestrations in ${folder}? (y/N) `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
