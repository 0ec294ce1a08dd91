import type { Context } from "hono";
import { isRecord, type JsonRecord } from "../rest/json-record.ts";
import { ArmError } from "./arm-error.ts";

/** @throws ArmError when the body is no JSON object. */
export async function bodyOf(context: Context): Promise<JsonRecord> {
  const type = context.req.header("content-type") ?? "";
  const text = await context.req.text();
  if (text !== "" && !/^application\/(\w+\+)?json\b/i.test(type)) {
    throw new ArmError(
      415,
      "UnsupportedMediaType",
      `The content media type '${type}' is not supported. Only 'application/json' is supported.`,
    );
  }
  const body = parsed(text);
  if (isRecord(body)) return body;
  throw new ArmError(
    400,
    "InvalidRequestContent",
    "The request content was invalid and could not be deserialized: it must be a JSON object.",
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
