import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { optionsFrom } from "../emulator/options.ts";
import { addOptionFlags, givenFlags } from "./option-flags.ts";

/** `dtk dev`: an emulator and the project's worker, stopped together. */
export function addDev(program: Command): void {
  const dev = program.command("dev");
  addOptionFlags(dev.description("an emulator and your worker; one Ctrl-C stops both"))
    .argument("[command...]", 'the worker; default: "npm run worker" of this folder')
    .action((words: readonly string[]) => run(dev, words));
}

async function run(command: Command, words: readonly string[]): Promise<void> {
  const worker = workerCommand(words);
  const options = optionsFrom(givenFlags(command), process.env);
  const { banner, interruption, serve } = await import("./serve.ts");
  const interrupted = interruption();
  const emulator = await serve(options);
  console.log(banner(emulator));
  const [program = "", ...rest] = worker;
  const environment = connectionEnvironment(emulator.connectionString());
  const child = spawn(program, rest, {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  const ended = once(child, "exit");
  const failed = once(child, "error").then(([error]) => {
    throw new Error(`The worker "${worker.join(" ")}" could not be started: ${error.message}.`);
  });
  try {
    const first = await Promise.race([ended, failed, interrupted.then(() => undefined)]);
    if (first === undefined) {
      child.kill("SIGTERM");
      await ended;
    } else {
      process.exitCode = first[0] ?? 1;
    }
  } finally {
    await emulator.stop();
  }
}

function workerCommand(words: readonly string[]): readonly string[] {
  if (words.length > 0) return words;
  if (hasWorkerScript()) return ["npm", "run", "--silent", "worker"];
  throw new Error(
    'There is no worker to run: add a script "worker" to package.json, or name the command: ' +
      "dtk dev -- node src/worker.ts",
  );
}

function hasWorkerScript(): boolean {
  if (!existsSync("package.json")) return false;
  const manifest: { scripts?: { worker?: string } } = JSON.parse(
    readFileSync("package.json", "utf8"),
  );
  return manifest.scripts?.worker !== undefined;
}

/** The names under which SDKs, samples and Durable Functions look for the scheduler. */
function connectionEnvironment(connectionString: string): Record<string, string> {
  const parts = Object.fromEntries(connectionString.split(";").map((part) => part.split("=")));
  return {
    DURABLE_TASK_SCHEDULER_CONNECTION_STRING: connectionString,
    DTS_CONNECTION_STRING: connectionString,
    TASKHUB_NAME: parts.TaskHub,
    TASKHUB: parts.TaskHub,
    ENDPOINT: parts.Endpoint,
  };
}
