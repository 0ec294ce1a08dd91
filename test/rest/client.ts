import type { Emulator } from "../../emulator/index.ts";

export interface RestClient {
  /** Sends JSON to a route below `/v1/taskhubs`. */
  send(method: string, path: string, body?: unknown): Promise<Response>;
  /** The JSON that is answered. */
  answer<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The status and the message of a refusal. */
  fault(method: string, path: string, body?: unknown): Promise<string>;
}

/** A tool that speaks to the REST port about one task hub. */
export function restClient(emulator: Pick<Emulator, "rest">, taskHub = "default"): RestClient {
  const send = (method: string, path: string, body?: unknown) =>
    fetch(`${emulator.rest}/v1/taskhubs${path}`, {
      method,
      headers: { "Content-Type": "application/json", "x-taskhub": taskHub },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    send,
    async answer<Answer>(method: string, path: string, body?: unknown) {
      const response = await send(method, path, body);
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as Answer;
    },
    async fault(method, path, body) {
      const response = await send(method, path, body);
      const { error } = (await response.json()) as { error: { message: string } };
      return `${response.status} ${error.message}`;
    },
  };
}
