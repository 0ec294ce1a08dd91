import { invalidArgument } from "./fault.ts";

/** Where a page ended: the value of the column it is ordered by, and the id. */
export interface PageEnd {
  readonly value: number;
  readonly instanceId: string;
}

/** Clients hand it back as it is, also with another page size. One expects to see the id in it. */
export function pageToken({ value, instanceId }: PageEnd): string {
  return `${value}|${instanceId}`;
}

/** The end that a token stands for; an absent or empty one is the beginning. */
export function pageEnd(token: string | undefined): PageEnd | undefined {
  if (!token) return undefined;
  const [, number, instanceId] = /^(-?[\d.]+(?:e\+\d+)?)\|(.*)$/s.exec(token) ?? [];
  const value = Number(number);
  if (instanceId !== undefined && Number.isFinite(value)) return { value, instanceId };
  throw invalidArgument(`'${token}' is no continuation token; pass one that a page came with.`);
}
