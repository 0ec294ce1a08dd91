/** What the command's exit code means; `dtk --help` and docs/cli.md say the same. */
export const exitCodes = { done: 0, failed: 1, usage: 2, interruptedTwice: 130 } as const;

/** One line that says what happened and the way out; the stack only for who asks for it. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return `dtk: ${String(error)}`;
  const stack = process.env.DTK_DEBUG === "1" ? `\n${error.stack}` : "";
  return `dtk: ${error.message}${stack}`;
}

/** What the parser says of wrong usage, in one line: its hints have lines of their own. */
export function usageText(parserText: string): string {
  const said = parserText
    .replace(/^error: /, "")
    .trim()
    .replaceAll(/\s*\n\s*/g, " ");
  return `dtk: ${said} (dtk --help shows what there is)\n`;
}
