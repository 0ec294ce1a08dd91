import { type Emulator, runEmulator } from "../emulator/emulator.ts";
import type { Options } from "../emulator/options.ts";
import { exitCodes, failureText } from "./failure.ts";
import { refuseTakenPorts } from "./free-ports.ts";

/** Starts an emulator whose failing store ends the process: what is on disk is the truth. */
export async function serve(options: Options): Promise<Emulator> {
  await refuseTakenPorts(options);
  return runEmulator(options, {
    onStoreFailure: (error) => {
      console.error(failureText(error));
      process.exit(exitCodes.failed);
    },
    log: (error) => console.error(failureText(error)),
  });
}

/** npm passes on a Ctrl-C that the terminal has sent already: the same request, not a second. */
const echoMillis = 500;

/** Resolves with the first request to stop; a second one ends the process at once. */
export function interruption(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    // A closing terminal hangs up.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        const now = performance.now();
        firstAt ??= now;
        if (now - firstAt > echoMillis) process.exit(exitCodes.interruptedTwice);
        resolve();
      });
    }
  });
}

export function banner(emulator: Emulator): string {
  return `Durable Task Scheduler emulator
  gRPC               ${emulator.grpc}
  REST               ${emulator.rest}
  Dashboard          ${emulator.dashboard}${managementLine(emulator)}
  Task hubs          ${emulator.taskHubs.join(", ")}
  Data               ${emulator.dataFolder ?? "in memory, gone at the end"}
  Connection string  ${emulator.connectionString()}${tokenLine(emulator)}
Ctrl-C stops it.`;
}

function tokenLine({ authTokenFile }: Emulator): string {
  if (authTokenFile === undefined) return "";
  return `\n  Token              asked of every caller; it is in ${authTokenFile}`;
}

function managementLine({ management }: Emulator): string {
  if (management === undefined) return "";
  const { address, certificateFile } = management;
  return `\n  Management         ${address} (trust ${certificateFile})`;
}
