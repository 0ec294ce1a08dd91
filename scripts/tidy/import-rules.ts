import { posix } from "node:path";
import type { Rule } from "./rule.ts";
import { type Import, importsOf, type SourceFile } from "./source-file.ts";

const core = "emulator/core/";
const pulumiFolders = /^(infra|test\/infra|templates\/[^/]+\/infra|test\/templates)\//;
const pulumiFiles = /^(cli|scripts|test)\/.*pulumi/;

export const importRules: readonly Rule[] = [
  {
    name: "core-imports",
    reason: "the core decides and only decides: no input or output, no wire, no store",
    covers: (path) => path.startsWith(core),
    findings: (file) =>
      importsThat(file, ({ specifier }) => !resolved(file, specifier).startsWith(core)),
  },
  {
    name: "pulumi-imports",
    reason: "whoever wants the emulator must not need Pulumi",
    covers: (path) => !pulumiFolders.test(path) && !pulumiFiles.test(path),
    findings: (file) => importsThat(file, ({ specifier }) => specifier.startsWith("@pulumi/")),
  },
  {
    name: "deep-imports",
    reason: "such a package's root takes seconds to load; import the one resource",
    covers: () => true,
    findings: (file) =>
      importsThat(file, ({ specifier }) =>
        /^@pulumi\/(azure-native|kubernetes)(\/index(\.js)?)?$/.test(specifier),
      ),
  },
];

function importsThat(file: SourceFile, isRefused: (found: Import) => boolean) {
  return importsOf(file)
    .filter(isRefused)
    .map(({ line, specifier }) => ({ line, message: `import of ${specifier}` }));
}

/** Packages answer as they are named. */
function resolved({ path }: SourceFile, specifier: string): string {
  return specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier;
}
