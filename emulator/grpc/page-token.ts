import { invalidArgument } from "./fault.ts";

/** Where a page ended: the value of the column it is ordered by, and the id. */
export interface PageEnd {
  readonly value: number;
  readonly instanceId: string;
}

/** Opaque to clients; they hand it back as it is, also with another page size. */
export function pageToken({ value, instanceId }: PageEnd): string {
  return Buffer.from(JSON.stringify([value, instanceId])).toString("base64url");
}

/** The end that a token stands for; an absent or empty one is the beginning. */
export function pageEnd(token: string | undefined): PageEnd | undefined {
  if (!token) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (Array.isArray(parts)) {
      const [value, instanceId]: unknown[] = parts;
      if (typeof value === "number" && typeof instanceId === "string") return { value, instanceId };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw invalidArgument(`'${token}' is no continuation token; pass one that a page came with.`);
}
