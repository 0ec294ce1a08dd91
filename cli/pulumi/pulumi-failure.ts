import { failureAdvice } from "./failure-advice.ts";
import { plainText } from "./progress.ts";

/** What was tried, what Pulumi said, and what to do: a failure for people. */
export function pulumiFailure(task: string, cause: unknown, errors: readonly string[] = []): Error {
  const said = errors.length > 0 ? errors : errorLines(cause);
  const advice = failureAdvice([...said, textOf(cause)].join("\n"));
  const lines = [`${task} failed.`, ...said, ...(advice === undefined ? [] : [advice])];
  return new Error(lines.join("\n  "), { cause });
}

/** The command's own words among the much that an error of the Automation API repeats. */
function errorLines(cause: unknown): readonly string[] {
  const text = plainText(textOf(cause));
  const lines = text
    .split("\n")
    .flatMap((line) => /^\W*(?:stderr: )?error: (.+)$/.exec(line)?.[1] ?? []);
  return lines.length > 0 ? [...new Set(lines)] : [text.split("\n")[0] ?? ""];
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
