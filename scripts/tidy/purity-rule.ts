import { Visitor } from "oxc-parser";
import type { Finding, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";

const impureNames = new Set([
  "crypto",
  "fetch",
  "performance",
  "process",
  "queueMicrotask",
  "randomUUID",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);
const impureMembers = new Set(["Date.now", "Math.random"]);

export const purityRule: Rule = {
  name: "pure-core",
  reason: "time and identifiers are arguments, so that every decision can be replayed",
  covers: (path) => path.startsWith("emulator/core/"),
  findings: impurities,
};

function impurities(file: SourceFile): readonly Finding[] {
  if (file.code === undefined) return [];
  const found: Finding[] = [];
  const report = (offset: number, name: string) =>
    found.push({ line: file.lineAt(offset), message: `use of ${name}` });
  new Visitor({
    CallExpression: ({ callee }) => {
      const name = file.text.slice(callee.start, callee.end);
      if (impureNames.has(name) || impureMembers.has(name)) report(callee.start, name);
    },
    MemberExpression: ({ object }) => {
      const name = file.text.slice(object.start, object.end);
      if (impureNames.has(name)) report(object.start, name);
    },
    NewExpression: ({ callee, arguments: given, start }) => {
      const name = file.text.slice(callee.start, callee.end);
      if (name === "Date" && given.length === 0) report(start, "new Date()");
    },
  }).visit(file.code.program);
  return found;
}
