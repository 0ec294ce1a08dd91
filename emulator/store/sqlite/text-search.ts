import type { Condition } from "./query.ts";

/** Stands for the texts of instances where others name an index. */
export const textIndex = "instance_texts";

/** More pieces leave hardly fewer rows. */
const pieceCountMax = 32;

/** What is read and compared without a thought. */
const rareCount = 500;

/**
 * Pieces of three characters, all of which a text has that contains this one; those at the end
 * come first, where ids differ most. None where the text is shorter.
 */
export function piecesOf(text: string): readonly string[] {
  // The index reads a text up to its first NUL.
  if (text.includes("\0")) return [];
  const characters = [...text].reverse();
  const count = Math.max(0, Math.min(characters.length - 2, pieceCountMax));
  return Array.from({ length: count }, (_, at) =>
    characters
      .slice(at, at + 3)
      .reverse()
      .join(""),
  );
}

/** The piece that the fewest texts have; undefined when more than `limit` have each of them. */
export async function rarestOf(
  pieces: readonly string[],
  limit: number,
  count: (query: Condition) => Promise<number>,
): Promise<string | undefined> {
  let rarest: { readonly piece?: string; readonly count: number } = { count: limit + 1 };
  for (const piece of pieces) {
    const counted = { piece, count: await count(countSql(piece, limit + 1)) };
    if (counted.count < rarest.count) rarest = counted;
    if (rarest.count <= rareCount) break;
  }
  return rarest.piece;
}

function countSql(piece: string, limit: number): Condition {
  const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM ${textIndex} WHERE ${having} LIMIT ?)`;
  return { sql, values: [quoted(piece), limit] };
}

/** The keys, as `found`, of the rows whose texts have the piece. */
export function rowsHaving(piece: string): Condition {
  const sql = `(SELECT rowid AS found FROM ${textIndex} WHERE ${having})`;
  return { sql, values: [quoted(piece)] };
}

const having = `${textIndex} MATCH ?`;

function quoted(piece: string): string {
  return `"${piece.replaceAll('"', '""')}"`;
}
