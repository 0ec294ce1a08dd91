import type { Command } from "commander";
import { addReset } from "./emulator-reset.ts";
import { addStart } from "./emulator-start.ts";
import { addStatus } from "./emulator-status.ts";

/** `dtk emulator [start|status|reset]`. */
export function addEmulator(program: Command): void {
  const emulator = program
    .command("emulator")
    .description("a scheduler on this machine that the SDKs connect to")
    .addHelpText(
      "after",
      `
Examples:
  dtk emulator                   start with the defaults; "dtk emulator start --help" has the flags
  dtk emulator status            is one running?
  dtk emulator reset --yes       forget everything in .dtk/data`,
    );
  addStart(emulator);
  addStatus(emulator);
  addReset(emulator);
}
