#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { version } from "../emulator/version.ts";
import { addDestroy } from "./destroy.ts";
import { addDev } from "./dev.ts";
import { addDoctor } from "./doctor.ts";
import { addEmulator } from "./emulator.ts";
import { exitCodes, failureText, usageText } from "./failure.ts";
import { addNew } from "./new.ts";
import { addOutputs } from "./outputs.ts";
import { addPreview } from "./preview.ts";
import { addUp } from "./up.ts";

const program = new Command("dtk")
  .description("Azure's Durable Task Scheduler, from laptop to cloud.")
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(usageText(text)) })
  .addHelpText(
    "after",
    `
Examples:
  dtk emulator                          an emulator with its data in .dtk/data
  dtk emulator start --task-hubs a,b    the same, with two task hubs
  dtk dev -- node src/worker.ts         an emulator and your worker; one Ctrl-C stops both
  dtk new typescript-worker orders      a new project in ./orders
  dtk up --target local                 the project's infrastructure, on the emulator
  dtk up --stack prod                   the same in Azure
  dtk doctor                            what is missing between here and a running worker

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted twice.
DTK_DEBUG=1 adds the stack to an error.`,
  );

addEmulator(program);
addDev(program);
addNew(program);
addUp(program);
addPreview(program);
addDestroy(program);
addOutputs(program);
addDoctor(program);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said its own errors and its help already.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } else {
    console.error(failureText(error));
    process.exitCode = exitCodes.failed;
  }
}
