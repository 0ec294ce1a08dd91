import { type Span, Visitor } from "oxc-parser";
import type { Finding, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";

const fileLinesMax = 300;
const functionLinesMax = 70;
const lineColumnsMax = 100;

const code = /\.(ts|tsx|mjs|js|css|py|go|java|cs|sql|sh)$/;
const wrapped = /\.(ts|tsx|mjs|js|css|py|go|java|cs|sql|sh|ya?ml|toml)$|(^|\/)Dockerfile$/;

export const sizeRules: readonly Rule[] = [
  {
    name: "file-length",
    reason: "a file says one thing; split it by what it says",
    covers: (path) => code.test(path),
    findings: ({ lines }) => {
      const count = lines.at(-1) === "" ? lines.length - 1 : lines.length;
      if (count <= fileLinesMax) return [];
      return [{ line: fileLinesMax + 1, message: `${count} lines, at most ${fileLinesMax}` }];
    },
  },
  {
    name: "function-length",
    reason: "a function is read at one glance; name its parts",
    covers: () => true,
    findings: longFunctions,
  },
  {
    name: "line-length",
    reason: "two files side by side on one screen",
    covers: (path) => wrapped.test(path),
    findings: ({ lines }) => lines.flatMap(tooLong),
  },
];

/** An address cannot be broken, nor the import of one thing. */
const unbreakable = /https:\/\/|^(import|export) \{ \w+ \} from "[^"]+";$/;

function tooLong(line: string, index: number): readonly Finding[] {
  if (line.length <= lineColumnsMax || unbreakable.test(line)) return [];
  return [{ line: index + 1, message: `${line.length} columns, at most ${lineColumnsMax}` }];
}

/** Lines of functions inside are theirs: a factory of many short functions is not long. */
function longFunctions(file: SourceFile): readonly Finding[] {
  if (file.code === undefined) return [];
  const found: Finding[] = [];
  const open: { inner: number }[] = [];
  const enter = () => {
    open.push({ inner: 0 });
  };
  const leave = (node: Span) => {
    const first = file.lineAt(node.start);
    const whole = file.lineAt(node.end) - first + 1;
    const own = whole - (open.pop()?.inner ?? 0);
    const outer = open.at(-1);
    if (outer !== undefined) outer.inner += whole - 1;
    if (own <= functionLinesMax) return;
    found.push({ line: first, message: `function of ${own} lines, at most ${functionLinesMax}` });
  };
  new Visitor({
    FunctionDeclaration: enter,
    FunctionExpression: enter,
    ArrowFunctionExpression: enter,
    "FunctionDeclaration:exit": leave,
    "FunctionExpression:exit": leave,
    "ArrowFunctionExpression:exit": leave,
  }).visit(file.code.program);
  return found;
}
