import { type PageEnd, pageEnd, pageToken } from "./page-token.ts";

/** A page stays below the 4 MiB that clients receive by default. */
const bytesMax = 3 * 1024 * 1024;

/** How many rows with payloads are read at a time: each may hold several of 1 MB. */
const heavyStep = 20;

/** How a page is put together from rows of the store. */
export interface PageSource<Row, Item> {
  read(after: PageEnd | undefined, limit: number): Promise<readonly Row[]>;
  readonly endOf: (row: Row) => PageEnd;
  readonly itemOf: (row: Row) => Item;
  readonly bytesOf: (item: Item) => number;
  /** Whether the rows come with payloads. */
  readonly isHeavy: boolean;
}

/**
 * At most `size` items and as many as fit into one message, but always one, so that paging goes
 * on; and the token of the next page, where there is one.
 */
export async function readPage<Row, Item>(
  size: number,
  continuationToken: string | undefined,
  { read, endOf, itemOf, bytesOf, isHeavy }: PageSource<Row, Item>,
): Promise<{ readonly items: Item[]; readonly continuationToken: string | undefined }> {
  const items: Item[] = [];
  let bytes = 0;
  let end = pageEnd(continuationToken);
  const token = () => end && pageToken(end);
  for (;;) {
    // One row more than is left tells whether another page follows.
    const limit = Math.min(size - items.length + 1, isHeavy ? heavyStep : size + 1);
    const rows = await read(end, limit);
    for (const [_index, row] of rows.entries()) {
      const item = itemOf(row);
      bytes += bytesOf(item);
      const isFull = items.length === size || (bytes > bytesMax && items.length > 0);
      if (isFull) return { items, continuationToken: token() };
      items.push(item);
      end = endOf(row);
    }
    if (rows.length < limit) return { items, continuationToken: undefined };
  }
}
