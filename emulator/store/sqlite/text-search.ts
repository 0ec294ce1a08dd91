import type { Condition } from "./query.ts";

/** Stands for the texts of instances where others name an index. */
export const textIndex = "instance_texts";

/** More pieces leave hardly fewer rows. */
const pieceCountMax = 32;

/**
 * What all texts match that contain this one: they have all its pieces of three characters. Others
 * may have them too. Undefined where it has none.
 */
export function piecesOf(text: string): string | undefined {
  // The index reads a text up to its first NUL.
  if (text.includes("\0")) return undefined;
  const characters = [...text];
  const count = Math.min(characters.length - 2, pieceCountMax);
  if (count < 1) return undefined;
  const pieces = Array.from({ length: count }, (_, at) => characters.slice(at, at + 3).join(""));
  return pieces.map((piece) => `"${piece.replaceAll('"', '""')}"`).join(" AND ");
}

/** Counts the rows that may contain a text, those beyond `limit` left out. */
export function countMatchesSql(pieces: string, limit: number): Condition {
  const sql = `SELECT count(*) AS n FROM
    (SELECT 1 FROM ${textIndex} WHERE ${textIndex} MATCH ? LIMIT ?)`;
  return { sql, values: [pieces, limit] };
}
