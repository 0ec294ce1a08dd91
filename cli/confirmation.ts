import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/**
 * Asks a person, who must say yes.
 * @param refusal what is said where nobody can be asked
 */
export async function isConfirmed(question: string, refusal: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error(refusal);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D close the terminal; the question then fails or, in older Node, stays open.
  const closed = once(terminal, "close").then(() => "no");
  const answer = await Promise.any([terminal.question(`${question} (y/N) `), closed]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
