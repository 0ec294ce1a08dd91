import type { Command } from "commander";
import { optionsFrom } from "../emulator/options.ts";
import { addOptionFlags, givenFlags } from "./option-flags.ts";

/** `dtk emulator start`; the emulator itself is loaded when it starts. */
export function addStart(emulator: Command): void {
  const command = emulator.command("start", { isDefault: true });
  addOptionFlags(command.description("start it and serve until Ctrl-C (the default)"))
    .option("--json", "say where it serves in one line of JSON, once all ports answer")
    .addHelpText(
      "after",
      `
Each flag has the environment variable in brackets; the flag goes first.

Examples:
  dtk emulator start --in-memory                      forget everything at the end
  dtk emulator start --data ./data --task-hubs a,b    another folder, two task hubs
  dtk emulator start --json --grpc-port 0 --rest-port 0 --dashboard-port 0
                                                      any free ports, said in JSON`,
    )
    .action(() => start(command));
}

async function start(command: Command): Promise<void> {
  const options = optionsFrom(givenFlags(command), process.env);
  const { banner, interruption, serve } = await import("./serve.ts");
  const interrupted = interruption();
  const emulator = await serve(options);
  const { grpc, rest, dashboard, taskHubs } = emulator;
  const dataFolder = emulator.dataFolder ?? null;
  const isJson = command.getOptionValue("json") === true;
  const management = emulator.management ?? null;
  const place = { grpc, rest, dashboard, management, dataFolder, taskHubs };
  console.log(isJson ? JSON.stringify(place) : banner(emulator));
  await interrupted;
  await emulator.stop();
}
