import { expect, test } from "vitest";
import { findingsIn } from "../../scripts/tidy/findings.ts";

const docs = new Map([["docs/there.md", "# A day's work\n"]]);
const project = { has: (path: string) => docs.has(path), read: (path: string) => docs.get(path) };

const lines = (count: number) => "x;\n".repeat(count);
const functionOf = (count: number) => `function long() {\n${lines(count - 2)}}\n`;
const reminder = ["TO", "DO"].join("");
const home = ["", "home", "somebody", "kit"].join("/");

/** Rule, file, its text, and the line where the finding is. */
const refused: readonly (readonly [string, string, string, number])[] = [
  ["file-length", "emulator/hub.ts", lines(301), 301],
  ["function-length", "emulator/hub.ts", functionOf(71), 1],
  ["function-length", "emulator/hub.ts", `const long = () => {\n${lines(70)}};\n`, 1],
  ["line-length", "emulator/hub.ts", `one;\n// ${"x".repeat(98)}\n`, 2],
  ["line-length", "emulator/Dockerfile", `# ${"x".repeat(99)}\n`, 1],
  ["telling-names", "emulator/utils.ts", "", 1],
  ["telling-names", "emulator/common/clock.ts", "", 1],
  ["telling-names", "test/helpers.test.ts", "", 1],
  ["telling-names", "emulator/store/index.ts", "", 1],
  ["no-reminders", "emulator/hub.ts", `one;\n/* later\n ${reminder} */\n`, 2],
  ["no-reminders", "docs/guide.md", `text\n\n${reminder}: more\n`, 3],
  ["no-machine-paths", "docs/guide.md", `Open ${home} now.\n`, 1],
  ["no-machine-paths", "scripts/start.ts", `const folder = "${home}";\n`, 1],
  ["core-imports", "emulator/core/start.ts", 'import { randomUUID } from "node:crypto";\n', 1],
  ["core-imports", "emulator/core/start.ts", 'export { codec } from "../grpc/codec.ts";\n', 1],
  ["core-imports", "emulator/core/start.ts", 'import type { Store } from "../store/port.ts";\n', 1],
  ["core-imports", "emulator/core/start.ts", 'const later = await import("hono");\n', 1],
  ["pulumi-imports", "emulator/hub.ts", 'import { Output } from "@pulumi/pulumi";\n', 1],
  ["pulumi-imports", "cli/start.ts", 'await import("@pulumi/pulumi/automation/index.js");\n', 1],
  ["deep-imports", "infra/index.ts", 'import * as azure from "@pulumi/azure-native";\n', 1],
  ["pure-core", "emulator/core/start.ts", "one;\nconst now = Date.now();\n", 2],
  ["pure-core", "emulator/core/start.ts", "const now = new Date();\n", 1],
  ["pure-core", "emulator/core/start.ts", "const id = crypto.randomUUID();\n", 1],
  ["pure-core", "emulator/core/start.ts", "const id = randomUUID();\n", 1],
  ["pure-core", "emulator/core/start.ts", "const dice = Math.random();\n", 1],
  ["pure-core", "emulator/core/start.ts", "setTimeout(fire, 10);\n", 1],
  ["live-links", "docs/guide.md", "one\n[gone](gone.md)\n", 2],
  ["live-links", "docs/guide.md", "![picture](images/gone.png)\n", 1],
  ["live-links", "docs/guide.md", "[name]: ../gone.md\n", 1],
  ["live-links", "docs/guide.md", "[part](there.md#gone)\n", 1],
];

const accepted: readonly (readonly [string, string, string])[] = [
  ["300 lines", "emulator/hub.ts", lines(300)],
  ["a function of 70 lines", "emulator/hub.ts", functionOf(70)],
  ["a factory of short functions", "emulator/hub.ts", factoryOf(functionOf(50), 3)],
  ["a long address", "emulator/hub.ts", `// https://example.com/${"x".repeat(99)}\n`],
  ["a long row of a table", "docs/guide.md", `| ${"x".repeat(99)} |\n`],
  ["the index of an entry", "emulator/index.ts", ""],
  ["a reminder as data", "emulator/hub.ts", `const word = "${reminder}";\n`],
  ["an address that has a home", "docs/guide.md", "<https://example.com/home/page>\n"],
  ["core among itself", "emulator/core/start.ts", 'import { now } from "./instant.ts";\n'],
  ["Pulumi where it belongs", "infra/hub.ts", 'import { Output } from "@pulumi/pulumi";\n'],
  [
    "one resource of azure-native",
    "infra/hub.ts",
    'import { TaskHub } from "@pulumi/azure-native/durabletask/taskHub.js";\n',
  ],
  ["time outside of the core", "emulator/clock.ts", "const now = Date.now();\n"],
  ["time as data in the core", "emulator/core/start.ts", "const day = new Date(now);\n"],
  ["links that arrive", "docs/guide.md", "[work](there.md#a-days-work) [web](https://x.org)\n"],
  ["a link in code", "docs/guide.md", "```\n[gone](gone.md)\n```\nand `[gone](gone.md)`\n"],
];

test.each(refused)("%s turns red: %s %j", (rule, path, text, line) => {
  const findings = findingsIn(path, text, project);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(new RegExp(`^${path}:${line} .*\\(${rule}: .+\\)$`));
});

test.each(accepted)("nothing is found in %s", (_name, path, text) => {
  expect(findingsIn(path, text, project)).toEqual([]);
});

function factoryOf(inner: string, count: number): string {
  return `function create() {\n${inner.repeat(count)}}\n`;
}
