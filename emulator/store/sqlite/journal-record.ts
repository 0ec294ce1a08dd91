import type { OwnRows } from "./pending-rows.ts";
import type { Row, StatementName, Value } from "./statements.ts";

/** A group of rows as the journal keeps it: JSON, and the binary values one after the other. */
export interface JournalRecord {
  readonly rows: string;
  readonly bytes: Uint8Array;
}

/** A binary value's place in the JSON has its length, in brackets. */
type Told = Exclude<Value, Uint8Array> | readonly [length: number];
type ToldRow = readonly [StatementName, ...(readonly Told[])];
type ToldRows = readonly [hub: number, id: string, rows: readonly ToldRow[]];

function isBytes(value: Value): value is Uint8Array {
  return value instanceof Uint8Array;
}

export function recordOf(group: readonly OwnRows[]): JournalRecord {
  const pieces: Uint8Array[] = [];
  const tell = (value: Value): Told => {
    if (!isBytes(value)) return value;
    pieces.push(value);
    return [value.byteLength];
  };
  const told = group.map(({ hub, id, rows }) => [
    hub,
    id,
    // Most rows are told as they are.
    rows.map((row) => (row.some(isBytes) ? row.map(tell) : row)),
  ]);
  return { rows: JSON.stringify(told), bytes: Buffer.concat(pieces) };
}

export function groupOf({ rows: text, bytes }: JournalRecord): readonly OwnRows[] {
  let from = 0;
  const read = (value: Told): Value => {
    if (value === null || typeof value !== "object") return value;
    const [length] = value;
    from += length;
    return bytes.subarray(from - length, from);
  };
  const told: readonly ToldRows[] = JSON.parse(text);
  return told.map(([hub, id, rows]) => ({
    hub,
    id,
    rows: rows.map(([name, ...values]): Row => [name, ...values.map(read)]),
  }));
}
