import { groupOf, recordOf } from "./journal-record.ts";
import { createPendingRows, type OwnRows } from "./pending-rows.ts";
import { bytes, text } from "./read-rows.ts";
import { bytesOf } from "./row-bytes.ts";
import type { Row } from "./statements.ts";
import type { Writer } from "./writer.ts";

/**
 * Makes groups durable as they come, one record each, and brings them into the tables later, many
 * at a time: most of what an orchestration writes on its way, its next turns make needless.
 */
export interface Journal {
  /** Resolves once all of the group is durable. */
  commit(group: readonly OwnRows[]): Promise<void>;
  /** Resolves once the tables have all that was committed before the call. */
  apply(): Promise<void>;
  /** As `apply`, where the tables do not have all of this instance or entity. */
  applyOf(hub: number, id: string): Promise<void>;
}

/** Of what is pending. To apply so much takes about 10 milliseconds. */
const byteCountMax = 1024 * 1024;

/** What a row costs whatever it holds. */
const bytesOfAnyRow = 64;

/** `lastSequence` is the largest in the tables. What a stopped process had pending is applied. */
export async function openJournal(writer: Writer, lastSequence: number): Promise<Journal> {
  const pending = createPendingRows(lastSequence);
  let byteCount = 0;
  /** What was taken is in the tables. It can take as long as a disk does. */
  let taken = Promise.resolve();

  function add(group: readonly OwnRows[]): void {
    for (const own of group) {
      pending.add(own);
      for (const row of own.rows) byteCount += bytesOfAnyRow + bytesOf(row);
    }
  }

  function take(): readonly Row[] {
    byteCount = 0;
    return [...pending.take(), ["clearJournal"]];
  }

  async function apply(): Promise<void> {
    // Nobody waits for the disk: they are durable already.
    if (byteCount > 0) taken = writer.write(take());
    await taken;
  }

  for (const row of await writer.all("SELECT rows, bytes FROM journal ORDER BY key")) {
    add(groupOf({ rows: text(row, "rows"), bytes: bytes(row, "bytes") }));
  }
  await apply();

  return {
    async commit(group) {
      add(group);
      if (byteCount < byteCountMax) {
        const size = group.reduce((sum, { rows }) => sum + rows.length, 0);
        const { rows, bytes } = recordOf(group);
        await writer.commit([["addToJournal", rows, bytes]], size);
      } else {
        taken = writer.commit(take());
        await taken;
      }
    },
    apply,
    async applyOf(hub, id) {
      await (pending.has(hub, id) ? apply() : taken);
    },
  };
}
