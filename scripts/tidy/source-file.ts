import { extname } from "node:path";
import { type Comment, type ParseResult, parseSync } from "oxc-parser";

/** One file of the project, as the rules see it. */
export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** Undefined for what is neither TypeScript nor JavaScript. */
  readonly code: ParseResult | undefined;
  /** 1 for the first; `offset` counts the text's characters. */
  lineAt(offset: number): number;
}

const parsed = new Set([".ts", ".tsx", ".mjs", ".js"]);

export function sourceFile(path: string, text: string): SourceFile {
  const code = parsed.has(extname(path)) ? parseSync(path, text) : undefined;
  return {
    path,
    text,
    lines: text.split("\n"),
    code,
    lineAt: (offset) => text.slice(0, offset).split("\n").length,
  };
}

/** What a file imports and where it says so, `import()` and re-exports included. */
export function importsOf(file: SourceFile): readonly Import[] {
  if (file.code === undefined) return [];
  const { staticImports, staticExports, dynamicImports } = file.code.module;
  const entries = staticExports.flatMap((statement) => statement.entries);
  const requests = [
    ...staticImports.map((statement) => statement.moduleRequest),
    ...entries.flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest])),
    ...dynamicImports.map((expression) => expression.moduleRequest),
  ];
  return requests.map(({ start, end }) => ({
    specifier: file.text.slice(start, end).replace(/^["'`]|["'`]$/g, ""),
    line: file.lineAt(start),
  }));
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

export function commentsOf(file: SourceFile): readonly Comment[] {
  return file.code?.comments ?? [];
}
