import type { Command } from "commander";
import { defaultRest, taskHubsAt } from "./emulator-at.ts";

/** `dtk emulator status`. */
export function addStatus(emulator: Command): void {
  emulator
    .command("status")
    .description(
      "say whether one is running, and which task hubs it serves; exit code 1 when none answers",
    )
    .option("--rest <address>", "its REST address", defaultRest)
    .option(
      "--auth-token-file <file>",
      "the token that it asks for [DTK_AUTH_TOKEN_FILE]",
      process.env.DTK_AUTH_TOKEN_FILE || undefined,
    )
    .option("--json", "answer in JSON")
    .addHelpText(
      "after",
      `
The port is the one in DTK_REST_PORT, or 8081, unless --rest names another.

Examples:
  dtk emulator status                                 the one on this machine
  dtk emulator status --rest http://127.0.0.1:9081    one with another REST port
  dtk emulator status --json                          for scripts`,
    )
    .action(status);
}

interface Settings {
  readonly rest: string;
  readonly json?: true;
  readonly authTokenFile?: string;
}

async function status({ rest, json, authTokenFile }: Settings): Promise<void> {
  if (!URL.canParse("/healthz", rest)) {
    throw new Error(`--rest ${rest} is no address; use one such as http://127.0.0.1:8081.`);
  }
  const taskHubs = await taskHubsAt(rest, authTokenFile);
  if (taskHubs === "asks for its token") {
    throw new Error(
      `The emulator at ${rest} asks for its token; ` +
        "name the file that it was started with by --auth-token-file.",
    );
  }
  const up = taskHubs !== undefined;
  if (json) console.log(JSON.stringify({ rest, up, ...(up && { taskHubs }) }));
  if (!up) {
    throw new Error(
      `No emulator answers at ${rest}. Start one with "dtk emulator", ` +
        "or name its REST address with --rest.",
    );
  }
  if (json) return;
  console.log(`An emulator answers at ${rest}.`);
  for (const { name, orchestrationsCount, workersCount } of taskHubs) {
    const counts = [count(orchestrationsCount, "orchestration"), count(workersCount, "worker")];
    console.log(`  task hub ${name}: ${counts.join(", ")} connected`);
  }
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}
