import { runEmulator } from "../../emulator/emulator.ts";
import { defaultOptions } from "../../emulator/options.ts";

/** The emulator as it is used: all ports open, everything on disk and synced, or all in memory. */
const dataFolder = process.argv[2] || undefined;
const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
const fail = (error: unknown) => {
  console.error(error);
  process.exit(1);
};
const emulator = await runEmulator(
  { ...defaultOptions, ...ports, dataFolder },
  { onStoreFailure: fail, log: fail },
);
// An orderly exit is what writes a profile under `node --cpu-prof`.
process.once("SIGTERM", () => process.exit());
console.log(`${new URL(emulator.grpc).host} ${emulator.dashboard}`);
