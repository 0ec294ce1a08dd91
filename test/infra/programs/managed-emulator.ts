import { type Emulator, startEmulator } from "../../../emulator/index.ts";

/** An emulator that Pulumi can deploy to. */
export interface ManagedEmulator {
  readonly emulator: Emulator;
  /** Host and port of its management API. */
  readonly metadataHost: string;
}

/** Starts one in memory, on any free ports. */
export async function startManagedEmulator(): Promise<ManagedEmulator> {
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0, managementPort: 0 };
  const emulator = await startEmulator(ports);
  if (emulator.management === undefined) throw new Error("The management API was not started.");
  return { emulator, metadataHost: new URL(emulator.management.address).host };
}
