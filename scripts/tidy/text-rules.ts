import type { Finding, Rule } from "./rule.ts";
import { commentsOf, type SourceFile } from "./source-file.ts";

const emptyNames = /^(utils?|helpers?|common|misc|types|stuff)$/i;
/** Where somebody outside of the project looks for an index. */
const entries = /^((emulator|infra)|infra\/programs\/[^/]+|templates\/[^/]+\/infra)\/index\.ts$/;
const reminder = /\b(TODO|FIXME|XXX|HACK)\b/;
/** Images have a user of their own, at home in /home/node or /home/nonroot. */
const machinePath = /(?<![\w.~/-])\/(work|root|home(?!\/no)|Users)\/[\w.]|[A-Z]:\\Users\\/;
/** Made by tools, which write what they write. */
const made = /(^|\/)(package-lock\.json|go\.sum|[^/]+\.proto|[^/]+\.svg)$/;

export const textRules: readonly Rule[] = [
  {
    name: "telling-names",
    reason: "a name says what is inside; these say nothing",
    covers: (path) => !entries.test(path),
    findings: ({ path }) =>
      path
        .split("/")
        .map((part) => part.replace(/(\.test)?\.\w+$/, ""))
        .filter((stem) => emptyNames.test(stem) || (stem === "index" && path.endsWith(".ts")))
        .map((stem) => ({ line: 1, message: `"${stem}" in the path` })),
  },
  {
    name: "no-reminders",
    reason: "what is left to do belongs where it is planned, not where it is forgotten",
    covers: (path) => !made.test(path),
    findings: reminders,
  },
  {
    name: "no-machine-paths",
    reason: "a path of one machine is wrong on all others",
    covers: (path) => !made.test(path),
    findings: ({ lines }) => matchesIn(lines, machinePath),
  },
];

/** In code only comments remind; elsewhere every line may. */
function reminders(file: SourceFile): readonly Finding[] {
  if (file.code === undefined) return matchesIn(file.lines, reminder);
  return commentsOf(file).flatMap(({ value, start }) => {
    const found = reminder.exec(value);
    return found ? [{ line: file.lineAt(start), message: `"${found[0]}"` }] : [];
  });
}

function matchesIn(lines: readonly string[], pattern: RegExp): readonly Finding[] {
  return lines.flatMap((line, index) => {
    const found = pattern.exec(line);
    return found === null ? [] : [{ line: index + 1, message: `"${found[0]}"` }];
  });
}
