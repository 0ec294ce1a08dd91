import { type Emulator, runEmulator } from "../emulator/emulator.ts";
import type { Options } from "../emulator/options.ts";
import { exitCodes, failureText } from "./failure.ts";

/** Starts an emulator whose failing store ends the process: what is on disk is the truth. */
export function serve(options: Options): Promise<Emulator> {
  return runEmulator(options, {
    onStoreFailure: (error) => {
      console.error(failureText(error));
      process.exit(exitCodes.failed);
    },
    log: (error) => console.error(failureText(error)),
  });
}

/** Resolves with the first request to stop; a second one ends the process at once. */
export function interruption(): Promise<void> {
  return new Promise((resolve) => {
    let count = 0;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        count += 1;
        if (count > 1) process.exit(exitCodes.interruptedTwice);
        resolve();
      });
    }
  });
}

export function banner(emulator: Emulator): string {
  return `Durable Task Scheduler emulator
  gRPC               ${emulator.grpc}
  REST               ${emulator.rest}
  Dashboard          ${emulator.dashboard}
  Task hubs          ${emulator.taskHubs.join(", ")}
  Data               ${emulator.dataFolder ?? "in memory, gone at the end"}
  Connection string  ${emulator.connectionString()}
Ctrl-C stops it.`;
}
