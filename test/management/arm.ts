import { readFile } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { json, text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { type Emulator, type Options, startEmulator } from "../../emulator/index.ts";

export const subscription = "/subscriptions/33333333-3333-3333-3333-333333333333";
export const group = `${subscription}/resourceGroups/group`;
export const schedulers = `${group}/providers/Microsoft.DurableTask/schedulers`;

export const dedicated = {
  location: "northcentralus",
  properties: { ipAllowlist: ["10.0.0.0/8"], sku: { name: "Dedicated", capacity: 1 } },
};

export const consumption = {
  location: "northcentralus",
  properties: { ipAllowlist: [], sku: { name: "Consumption" } },
};

/** An answer, its body as it comes: the tests say what must be in it. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: what a server says is looked at, not relied on.
  readonly body: any;
}

export interface Arm extends ArmClient {
  readonly emulator: Emulator;
}

export interface ArmClient {
  /** Paths without a version get the newest; a complete address is taken as it is. */
  send(method: string, path: string, body?: unknown, headers?: object): Promise<Answer>;
  /** Creates or changes, and waits until the resource is as it was asked for. */
  put(path: string, body: unknown): Promise<Answer>;
  /** Deletes, and waits until it is done. */
  remove(path: string): Promise<void>;
}

const newest = "2026-05-01-preview";

/** An emulator with its management plane, in memory unless a folder is named. */
export async function startArm(options: Partial<Options> = {}): Promise<Arm> {
  const free = { grpcPort: 0, restPort: 0, dashboardPort: 0, managementPort: 0 };
  const emulator = await startEmulator({ ...free, ...options });
  onTestFinished(() => emulator.stop());
  return armOf(emulator);
}

export async function armOf(emulator: Emulator): Promise<Arm> {
  if (emulator.management === undefined) throw new Error("The management API is off.");
  return { emulator, ...(await armAt(emulator.management)) };
}

/** A client of the management API at this address, which trusts its authority. */
export async function armAt(management: NonNullable<Emulator["management"]>): Promise<ArmClient> {
  const { address, certificateFile } = management;
  const ca = await readFile(certificateFile);
  const send: ArmClient["send"] = (method, path, body, headers = {}) =>
    exchange(new URL(versioned(path), address), method, body, headers, ca);

  async function until(path: string, isDone: (answer: Answer) => boolean): Promise<void> {
    while (!isDone(await send("GET", path))) await new Promise(setImmediate);
  }

  return {
    send,
    async put(path, body) {
      const answer = await send("PUT", path, body);
      if (answer.status === 201 && "azure-asyncoperation" in answer.headers) {
        const monitor = String(answer.headers["azure-asyncoperation"]);
        await until(monitor, (found) => found.body.status !== "InProgress");
      }
      return answer;
    },
    async remove(path) {
      const { headers } = await send("DELETE", path);
      if (headers.location !== undefined) await until(headers.location, ended);
    },
  };
}

function ended({ status }: Answer): boolean {
  return status !== 202;
}

function versioned(path: string): string {
  if (path.includes("api-version")) return path;
  return `${path}${path.includes("?") ? "&" : "?"}api-version=${newest}`;
}

function exchange(
  url: URL,
  method: string,
  body: unknown,
  headers: object,
  ca: Buffer,
): Promise<Answer> {
  const type = body === undefined ? {} : { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, ca, agent: false, headers: { ...type, ...headers } });
    sent.on("error", reject);
    sent.on("response", async (response) => {
      const isJson = response.headers["content-type"]?.includes("json") && method !== "HEAD";
      const read = isJson ? json(response) : text(response);
      const { statusCode: status = 0, headers } = response;
      await read.then((content) => resolve({ status, headers, body: content }), reject);
    });
    sent.end(typeof body === "string" || body === undefined ? body : JSON.stringify(body));
  });
}
