import { ensureEmulator } from "../local-emulator.ts";
import { type OpenedStack, openStack, type StackChoice } from "./open-stack.ts";

/** Opens a stack to deploy to, or makes it; where that is the emulator's, one runs afterwards. */
export async function openForDeployment(
  choice: StackChoice,
  whenMissing: "create" | "refuse" = "create",
): Promise<OpenedStack> {
  const opened = await openStack(choice, whenMissing);
  if (opened.emulatorHost !== undefined) await ensureEmulator(opened.emulatorHost);
  return opened;
}
