import type { TaskHubs } from "../emulator/rest/task-hubs.ts";

const patienceMillis = 3_000;

/**
 * The hubs that an emulator serves.
 * @param rest its REST address
 * @returns undefined when nothing answers there, or something that is no emulator
 */
export async function taskHubsAt(rest: string): Promise<TaskHubs["taskHubs"] | undefined> {
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
