import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";
import type { Stack } from "@pulumi/pulumi/automation/stack.js";
import { existingText } from "./existing-resources.ts";
import type { OpenedStack } from "./open-stack.ts";
import { createProgress } from "./progress.ts";
import { pulumiFailure } from "./pulumi-failure.ts";
import { outputsText, shownOutputs } from "./stack-outputs.ts";

interface Watching {
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

/** Deploys, saying what is done as it is done, and the outputs at the end. */
export async function deploy({ stack }: OpenedStack, refresh: boolean): Promise<void> {
  const again = `dtk up --stack ${stack.name}`;
  await change(stack, "Deploying to", again, (watching) => stack.up({ refresh, ...watching }));
  const outputs = outputsText(shownOutputs(await stack.outputs(), false));
  console.log(`Deployed ${stack.name}.${outputs === "" ? "" : `\n\n${outputs}`}`);
}

/** Deletes everything that the stack has deployed. */
export async function destroy({ stack }: OpenedStack): Promise<void> {
  const again = `dtk destroy --stack ${stack.name}`;
  await change(stack, "Deleting what is in", again, (watching) => stack.destroy(watching));
  console.log(`Deleted everything in ${stack.name}.`);
}

async function change(
  stack: Stack,
  task: string,
  again: string,
  run: (watching: Watching) => Promise<unknown>,
): Promise<void> {
  const title = `${task} ${stack.name}`;
  console.log(`${title} …`);
  const progress = createProgress(console.log, () => performance.now());
  const stopped = stopRequests();
  try {
    await run({ onEvent: progress.onEvent, signal: stopped.signal });
  } catch (error) {
    const { message } = pulumiFailure(title, error, progress.errors());
    // Where the state cannot be read either, the first failure is what counts.
    const existing = await stack.exportStack().then(existingText, () => "What exists is unknown.");
    throw new Error(`${message}\n${existing}\nRun the same again to go on from there: ${again}`, {
      cause: error,
    });
  } finally {
    progress.stop();
    stopped.forget();
  }
}

/**
 * A terminal's Ctrl-C reaches Pulumi by itself, which then ends in order; so this process only
 * waits. Any other request to stop is passed on.
 */
function stopRequests(): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const wait = () => console.log("Stopping once what is under way is done …");
  const passOn = () => controller.abort();
  process.on("SIGINT", wait);
  process.on("SIGTERM", passOn);
  return {
    signal: controller.signal,
    forget() {
      process.off("SIGINT", wait);
      process.off("SIGTERM", passOn);
    },
  };
}
