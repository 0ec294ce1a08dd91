import type { Command } from "commander";
import { defaultOptions } from "../emulator/options.ts";
import type { TaskHubs } from "../emulator/rest/task-hubs.ts";

const defaultRest = `http://${defaultOptions.host}:${defaultOptions.restPort}`;

/** `dtk emulator status`. */
export function addStatus(emulator: Command): void {
  emulator
    .command("status")
    .description(
      "say whether one is running, and which task hubs it serves; exit code 1 when none answers",
    )
    .option("--rest <address>", "its REST address", defaultRest)
    .option("--json", "answer in JSON")
    .action(status);
}

async function status({ rest, json }: { readonly rest: string; readonly json?: true }) {
  if (!URL.canParse("/healthz", rest)) {
    throw new Error(`--rest ${rest} is no address; use one such as ${defaultRest}.`);
  }
  const taskHubs = await taskHubsOf(rest);
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

const patienceMillis = 3_000;

/** The hubs that are served; undefined when nothing answers, or something that is no emulator. */
async function taskHubsOf(rest: string): Promise<TaskHubs["taskHubs"] | undefined> {
  const signal = AbortSignal.timeout(patienceMillis);
  try {
    const response = await fetch(new URL("/v1/taskhubs", rest), { signal });
    const body: unknown = await response.json();
    return isTaskHubs(body) ? body.taskHubs : undefined;
  } catch {
    return undefined;
  }
}

function isTaskHubs(body: unknown): body is TaskHubs {
  return (
    typeof body === "object" && body !== null && "taskHubs" in body && Array.isArray(body.taskHubs)
  );
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}
