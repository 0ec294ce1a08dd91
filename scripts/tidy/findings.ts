import { importRules } from "./import-rules.ts";
import { linkRule } from "./link-rule.ts";
import { purityRule } from "./purity-rule.ts";
import type { Project, Rule } from "./rule.ts";
import { sizeRules } from "./size-rules.ts";
import { sourceFile } from "./source-file.ts";
import { textRules } from "./text-rules.ts";

const rules: readonly Rule[] = [...sizeRules, ...textRules, ...importRules, purityRule, linkRule];

/** Everything the rules find in one file, a line each: where, what, which rule, why. */
export function findingsIn(path: string, text: string, project: Project): readonly string[] {
  const file = sourceFile(path, text);
  return rules
    .filter((rule) => rule.covers(path))
    .flatMap((rule) =>
      rule
        .findings(file, project)
        .map(({ line, message }) => `${path}:${line} ${message} (${rule.name}: ${rule.reason})`),
    );
}
