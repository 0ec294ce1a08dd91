import { readFileSync } from "node:fs";
import { defaultOptions } from "../emulator/options.ts";
import type { TaskHubs } from "../emulator/rest/task-hubs.ts";

const patienceMillis = 3_000;

const defaultPort = process.env.DTK_REST_PORT || defaultOptions.restPort;

/** The REST address of an emulator on this machine that has this shell's variables. */
export const defaultRest = `http://${defaultOptions.host}:${defaultPort}`;

/** What an emulator answered: the hubs that it serves, or that it wants its token. */
export type EmulatorAnswer = TaskHubs["taskHubs"] | "asks for its token";

/**
 * Asks an emulator for its hubs.
 * @param rest its REST address
 * @param tokenFile the file with the token that it was started with
 * @returns undefined when nothing answers there, or something that is no emulator
 * @throws Error when the token file cannot be read
 */
export async function taskHubsAt(
  rest: string,
  tokenFile = process.env.DTK_AUTH_TOKEN_FILE || undefined,
): Promise<EmulatorAnswer | undefined> {
  const headers = tokenFile === undefined ? {} : { authorization: `Bearer ${tokenIn(tokenFile)}` };
  const signal = AbortSignal.timeout(patienceMillis);
  try {
    const response = await fetch(new URL("/v1/taskhubs", rest), { signal, headers });
    if (response.status === 401) return "asks for its token";
    const body: unknown = await response.json();
    return isTaskHubs(body) ? body.taskHubs : undefined;
  } catch {
    return undefined;
  }
}

function tokenIn(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new Error(`The token file ${file} cannot be read; name another by --auth-token-file.`, {
      cause,
    });
  }
}

function isTaskHubs(body: unknown): body is TaskHubs {
  return (
    typeof body === "object" && body !== null && "taskHubs" in body && Array.isArray(body.taskHubs)
  );
}
