import { setTimeout as sleep } from "node:timers/promises";
import { Unfinished } from "./unfinished.ts";
import { isRecord, recordOf, type Values } from "./wire-values.ts";

/** One exchange with the management plane, whatever the answer. */
export type Send = (
  method: string,
  path: string,
  body?: Values | URLSearchParams,
) => Promise<Answer>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Values;
}

/** What the local provider asks of Azure's resource manager; ids are paths in it. */
export interface ArmClient {
  /** @throws Error when the management plane does not answer */
  ready(): Promise<void>;
  /** Undefined when there is no such resource. */
  get(id: string): Promise<Values | undefined>;
  /**
   * Creates or updates, and answers with the resource once that is done.
   * @throws Unfinished when it may be there nevertheless
   */
  put(id: string, body: Values): Promise<Values>;
  /** Deletes; what is not there counts as deleted. */
  remove(id: string): Promise<void>;
}

const apiVersion = "api-version=2026-02-01";

export function createArmClient(send: Send): ArmClient {
  const at = (id: string) => `${id}?${apiVersion}`;
  const get = async (id: string) => {
    const answer = await send("GET", at(id));
    return answer.status === 404 ? undefined : bodyOf(answer, `Reading ${id}`);
  };
  return {
    async ready() {
      bodyOf(await send("GET", "/metadata/endpoints?api-version=2022-09-01"), "Asking for Azure");
    },
    get,
    async put(id, body) {
      const task = `Creating or updating ${id}`;
      const answer = await send("PUT", at(id), body).catch((error: unknown) => {
        throw isBroken(error) ? new Unfinished(id, error) : error;
      });
      // What is refused outright is not there.
      bodyOf(answer, task);
      try {
        await end(send, answer, task);
        const made = await get(id);
        if (made !== undefined) return made;
      } catch (error) {
        throw new Unfinished(id, error);
      }
      throw new Error(`${task}: it is not there afterwards.`);
    },
    async remove(id) {
      const task = `Deleting ${id}`;
      const answer = await send("DELETE", at(id));
      if (answer.status === 404) return;
      bodyOf(answer, task);
      await end(send, answer, task);
    },
  };
}

/** Whether a connection was there, and the request may have arrived. */
function isBroken(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return !(cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED");
}

/** Follows a long-running operation, at the pace that the answer asks for, until it is over. */
async function end(send: Send, first: Answer, task: string): Promise<void> {
  let { headers } = first;
  // The emulator is often done at once; only from then on its pace counts.
  let pauseMillis = 0;
  for (;;) {
    const monitor = headers["azure-asyncoperation"] ?? headers.location;
    if (monitor === undefined) return;
    await sleep(pauseMillis);
    const { pathname, search } = new URL(monitor, "https://localhost");
    const answer = await send("GET", `${pathname}${search}`);
    const { status, error } = bodyOf(answer, task);
    if (status === "Failed" || status === "Canceled") throw refusal(task, recordOf(error));
    if (answer.status !== 202 && (status === undefined || status === "Succeeded")) return;
    headers = { ...headers, ...answer.headers };
    pauseMillis = Number(headers["retry-after"] ?? 1) * 1_000;
  }
}

function bodyOf({ status, body }: Answer, task: string): Values {
  if (status < 300) return body;
  throw refusal(task, recordOf(body.error), status);
}

function refusal(task: string, error: Values, status?: number): Error {
  const { code, message, details } = error;
  const more = Array.isArray(details)
    ? details.filter(isRecord).map((detail) => detail.message)
    : [];
  const said = [message ?? "no reason was given", ...more].join(" ");
  return new Error(`${task} was refused: ${said} (${code ?? status})`);
}
