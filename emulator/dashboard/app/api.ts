import type { Problem } from "../../rest/problem.ts";

/** The server understood and refused, or could not be reached; the message is for people. */
export class ApiFault extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

export type Parameters = Readonly<Record<string, string>>;

export async function read<Answer>(
  route: string,
  parameters: Parameters,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await send(addressOf(route, parameters), { signal: signal ?? null });
  return (await response.json()) as Answer;
}

export async function readText(route: string, parameters: Parameters): Promise<string> {
  const response = await send(addressOf(route, parameters), {});
  return response.text();
}

/** Answers the body of the response, or undefined when it has none. */
export async function write<Answer>(
  route: string,
  parameters: Parameters,
  body: object,
): Promise<Answer | undefined> {
  const response = await send(addressOf(route, parameters), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.status === 204 ? undefined : ((await response.json()) as Answer);
}

/** The REST data plane, with its routes below the task hubs. */
export async function callHub(
  hub: string,
  method: "GET" | "POST" | "DELETE",
  path: string,
  { body, signal }: { readonly body?: unknown; readonly signal?: AbortSignal } = {},
): Promise<Response> {
  return send(`/api/v1/taskhubs/${path}`, {
    method,
    headers: { "x-taskhub": hub, "Content-Type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  });
}

export function addressOf(route: string, parameters: Parameters): string {
  return `/api/${route}?${new URLSearchParams(parameters)}`;
}

async function send(address: string, init: RequestInit): Promise<Response> {
  const response = await fetch(address, init).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error;
    throw new ApiFault("The emulator does not answer. Is it still running?", 0);
  });
  if (response.ok) return response;
  // The session has ended with the emulator that gave it: in place of the page comes the form.
  if (response.status === 401) location.reload();
  const body = (await response.json().catch(() => undefined)) as Problem | undefined;
  const message = body?.error.message ?? `The emulator answered ${response.status}.`;
  throw new ApiFault(message, response.status);
}
