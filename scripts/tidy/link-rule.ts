import { posix } from "node:path";
import type { Project, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";

export const linkRule: Rule = {
  name: "live-links",
  reason: "a reader who follows a link must arrive",
  covers: (path) => path.endsWith(".md"),
  findings: (file, project) =>
    linksIn(file).flatMap(({ target, line }) =>
      arrives(file.path, target, project) ? [] : [{ line, message: `link to ${target}` }],
    ),
};

interface Link {
  readonly target: string;
  readonly line: number;
}

/** `[text](target)`, `![picture](target)` and `[name]: target`, outside of code. */
const link = /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s+(\S+)/g;

function linksIn(file: SourceFile): readonly Link[] {
  return withoutCode(file.text)
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(link)].map((found) => ({
        target: found[1] ?? found[2] ?? "",
        line: index + 1,
      })),
    );
}

/** Keeps the line breaks, so that lines can be counted. */
function withoutCode(markdown: string): string {
  return markdown
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, (block) => block.replace(/[^\n]/g, ""))
    .replace(/`[^`\n]*`/g, "");
}

/** Other people's pages are theirs to keep. */
function arrives(path: string, target: string, project: Project): boolean {
  if (/^[a-z]+:/i.test(target)) return true;
  const [file = "", anchor] = target.split("#");
  const goal = file === "" ? path : posix.join(posix.dirname(path), decodeURI(file));
  if (!project.has(goal)) return false;
  if (anchor === undefined || !goal.endsWith(".md")) return true;
  return headingsIn(project.read(goal) ?? "").includes(anchor);
}

/** As the sites that show Markdown make anchors of headings. */
function headingsIn(markdown: string): readonly string[] {
  const headings = markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, "").matchAll(/^#+\s+(.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );
}
