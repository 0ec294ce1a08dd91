import { request } from "node:https";
import { json } from "node:stream/consumers";
import type { Answer, Send } from "./arm-client.ts";
import { isRecord } from "./wire-values.ts";

/** The emulator takes its time for nothing: work that lasts is followed by further requests. */
const patienceMillis = 30_000;

/**
 * Sends requests to the emulator's management plane.
 * @param token what to bring along, where the emulator asks for it
 */
export function httpsExchange(metadataHost: string, token = async () => ""): Send {
  return async (method, path, body) => {
    const bearer = await token();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const sent = request(`https://${metadataHost}${path}`, {
      method,
      // The emulator's certificate is its own; what is local is not listened to.
      rejectUnauthorized: false,
      headers: {
        ...(body && { "content-type": contentTypeOf(body) }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      },
      timeout: patienceMillis,
    });
    sent.on("timeout", () => {
      sent.destroy(new Error(`no answer within ${patienceMillis / 1_000} s`));
    });
    sent.on("error", (cause) => reject(unreachable(metadataHost, cause)));
    sent.on("response", async (response) => {
      const answered: unknown = await json(response).catch(() => ({}));
      resolve({
        status: response.statusCode ?? 0,
        headers: textHeaders(response.headers),
        body: isRecord(answered) ? answered : {},
      });
    });
    sent.end(body instanceof URLSearchParams ? String(body) : body && JSON.stringify(body));
    return promise;
  };
}

function contentTypeOf(body: object): string {
  const isForm = body instanceof URLSearchParams;
  return isForm ? "application/x-www-form-urlencoded" : "application/json";
}

function textHeaders(headers: Readonly<Record<string, unknown>>): Answer["headers"] {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
}

function unreachable(metadataHost: string, cause: Error): Error {
  return new Error(
    `No emulator answers at https://${metadataHost} (${cause.message}). ` +
      'Start one with "npx dtk emulator --management-port 8083", or say where it is: ' +
      "pulumi config set azure-native:metadataHost <host>:<port>",
    { cause },
  );
}
