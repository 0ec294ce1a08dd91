import type { Command } from "commander";
import { optionsFrom } from "../emulator/options.ts";
import { settingsFor } from "../infra/azure/settings.ts";
import { exitCodes } from "./failure.ts";
import { addOptionFlags, givenFlags } from "./option-flags.ts";
import { workerCommand } from "./worker-command.ts";
import { startWorker, type WorkerProcess } from "./worker-process.ts";

/** `dtk dev`: an emulator and the project's worker, stopped together. */
export function addDev(program: Command): void {
  const dev = program.command("dev");
  addOptionFlags(dev.description("an emulator and your worker; one Ctrl-C stops both"))
    .argument("[command...]", 'the worker; default: the script "worker" of package.json')
    .addHelpText(
      "after",
      `
The worker finds the scheduler in DURABLE_TASK_SCHEDULER_CONNECTION_STRING and TASKHUB_NAME.
Its exit code is passed on.

Examples:
  dtk dev                               the script "worker" of package.json
  dtk dev -- node src/worker.ts         another command
  dtk dev --in-memory -- python app.py  forget everything at the end`,
    )
    .action((words: readonly string[]) => run(dev, words));
}

async function run(command: Command, words: readonly string[]): Promise<void> {
  const worker = workerCommand(words);
  const options = optionsFrom(givenFlags(command), process.env);
  const { banner, interruption, serve } = await import("./serve.ts");
  const interrupted = interruption();
  const emulator = await serve(options);
  try {
    console.log(banner(emulator));
    const environment = settingsFor({
      endpoint: emulator.grpc,
      taskHub: emulator.taskHubs[0] ?? "default",
      authentication: "DefaultAzure",
    });
    process.exitCode = await endOf(startWorker(worker, environment), interrupted);
  } finally {
    await emulator.stop();
  }
}

/** The worker ends first, so that it can still give back what it holds. */
async function endOf(worker: WorkerProcess, interrupted: Promise<void>): Promise<number> {
  // However this process ends, by a second Ctrl-C or a failing store: no worker is left behind.
  process.once("exit", worker.kill);
  const code = await Promise.race([worker.ended, interrupted]);
  if (typeof code === "number") {
    console.error(`dtk: the worker ended with exit code ${code}; the emulator stops too.`);
    return code;
  }
  worker.stop();
  await worker.ended;
  return exitCodes.done;
}
