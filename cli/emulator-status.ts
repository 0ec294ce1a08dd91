import type { Command } from "commander";
import { defaultOptions } from "../emulator/options.ts";

const defaultRest = `http://${defaultOptions.host}:${defaultOptions.restPort}`;

/** `dtk emulator status`. */
export function addStatus(emulator: Command): void {
  emulator
    .command("status")
    .description("say whether one is running; exit code 1 when none answers")
    .option("--rest <address>", "its REST address", defaultRest)
    .option("--json", "answer in JSON")
    .action(status);
}

async function status({ rest, json }: { readonly rest: string; readonly json?: true }) {
  if (!URL.canParse("/healthz", rest)) {
    throw new Error(`--rest ${rest} is no address; use one such as ${defaultRest}.`);
  }
  const up = await isUp(rest);
  if (json) console.log(JSON.stringify({ rest, up }));
  if (!up) {
    throw new Error(
      `No emulator answers at ${rest}. Start one with "dtk emulator", ` +
        "or name its REST address with --rest.",
    );
  }
  if (!json) console.log(`An emulator answers at ${rest}.`);
}

const patienceMillis = 3_000;

/** A scheduler says that it is well without a word; other servers answer with some page. */
function isUp(rest: string): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMillis);
  return fetch(new URL("/healthz", rest), { signal }).then(
    (response) => response.status === 204,
    () => false,
  );
}
