import { connect } from "node:net";
import { taskHubsAt } from "../emulator-at.ts";
import type { AppConnection } from "./app-settings.ts";
import { type Finding, notChecked, ok, problem } from "./finding.ts";

const [scheduler, hub, worker] = ["scheduler", "task hub", "worker"] as const;
const patienceMillis = 5_000;

/** How the scheduler is asked about its hub. */
export type Way =
  /** @param rest the emulator's REST address */
  | { readonly target: "local"; readonly rest: string }
  | { readonly target: "azure"; readonly token: string | undefined };

/** Whether the app's scheduler answers, has the hub, and a worker is connected to it. */
export async function checkScheduler(
  connection: AppConnection | undefined,
  way: Way,
): Promise<readonly Finding[]> {
  if (connection === undefined) {
    return unchecked([scheduler, hub, worker], "the app's settings do not say which");
  }
  const { host } = connection.endpoint;
  if (!(await listensAt(connection.endpoint))) {
    const mend =
      way.target === "local"
        ? "npx dtk emulator   (or, with the worker: npx dtk dev)"
        : "look at the network you are in: the scheduler may have private endpoints only";
    const found = problem(scheduler, `nothing answers at ${host}`, mend);
    return [found, ...unchecked([hub, worker], "the scheduler does not answer")];
  }
  const rest =
    way.target === "local"
      ? await askEmulator(connection, way.rest)
      : await askAzure(connection, way.token);
  return [ok(scheduler, `${host} answers`), ...rest];
}

function unchecked(names: readonly string[], says: string): readonly Finding[] {
  return names.map((name) => notChecked(name, says));
}

function listensAt({ hostname, port, protocol }: URL): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const host = hostname.replace(/^\[|\]$/g, "");
  const socket = connect({ host, port: Number(port) || (protocol === "https:" ? 443 : 80) });
  socket.setTimeout(patienceMillis, () => resolve(false));
  socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  return promise.finally(() => socket.destroy());
}

async function askEmulator({ taskHub }: AppConnection, rest: string): Promise<readonly Finding[]> {
  const hubs = await taskHubsAt(rest);
  if (hubs === undefined) {
    return unchecked([hub, worker], `no emulator of this kit tells at ${rest}; name it by --rest`);
  }
  if (hubs === "asks for its token") {
    return unchecked([hub, worker], "it asks for its token; name its file in DTK_AUTH_TOKEN_FILE");
  }
  const found = hubs.find(({ name }) => name === taskHub);
  if (found === undefined) {
    const there = hubs.map(({ name }) => name).join(", ");
    return [
      problem(
        hub,
        `there is no ${taskHub}, only ${there}`,
        `npx dtk emulator --task-hubs ${taskHub}`,
      ),
      ...unchecked([worker], "there is no such hub"),
    ];
  }
  return [ok(hub, taskHub), workerFinding(found.workersCount)];
}

/** The scheduler's own REST, at the path where dashboards read it. */
async function askAzure(
  { endpoint, taskHub }: AppConnection,
  token: string | undefined,
): Promise<readonly Finding[]> {
  if (token === undefined) return unchecked([hub, worker], "there is no token to ask with");
  const headers = { authorization: `Bearer ${token}`, "x-taskhub": taskHub };
  const signal = AbortSignal.timeout(patienceMillis);
  try {
    const answer = await fetch(new URL("/v1/taskhubs/workers", endpoint), { headers, signal });
    if (!answer.ok)
      return [refusedFinding(taskHub, answer.status), ...unchecked([worker], "the hub is closed")];
    return [ok(hub, taskHub), workerFinding(workersIn(await answer.json()))];
  } catch (error) {
    return unchecked([hub, worker], reasonOf(error));
  }
}

/** `fetch` says no more than that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  const { cause = error } = error instanceof Error ? error : {};
  return cause instanceof Error ? cause.message : String(cause);
}

function refusedFinding(taskHub: string, status: number): Finding {
  if (status === 401 || status === 403) {
    const says = `the scheduler lets you not into ${taskHub} (HTTP ${status})`;
    return problem(hub, says, "look at the role in the hub above, and at the allow-list");
  }
  if (status === 404) return problem(hub, `there is no ${taskHub}`, "npx dtk up");
  return notChecked(hub, `the scheduler answers HTTP ${status}`);
}

function workersIn(body: unknown): number {
  const isList = typeof body === "object" && body !== null && "workers" in body;
  return isList && Array.isArray(body.workers) ? body.workers.length : 0;
}

function workerFinding(count: number): Finding {
  if (count > 0) return ok(worker, `${count} connected`);
  return problem(worker, "none is connected", "npx dtk dev   (or start yours)");
}
