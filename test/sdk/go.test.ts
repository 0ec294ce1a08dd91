import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { findExecutable } from "../../scripts/engines/executable.ts";
import type { ServerProcess } from "../emulator/server.ts";
import { testsOf } from "./foreign-suite.ts";

const cwd = fileURLToPath(new URL("./go", import.meta.url));
const env = { GOWORK: "off", GOFLAGS: "-mod=readonly" };

await testsOf({ language: "Go", prepare, run });

async function prepare() {
  if (findExecutable(["go"]) === undefined) {
    return { missing: "no go on PATH; it comes from https://go.dev/dl" };
  }
  const modules = await execa("go", ["mod", "download"], { cwd, env, reject: false });
  if (modules.failed) {
    const reason = modules.stderr.trim().split("\n").at(-1) ?? modules.shortMessage;
    return { missing: `go could not get the SDK (${reason})` };
  }
  const listed = await execa("go", ["test", "-list", "^Test"], { cwd, env, lines: true });
  return listed.stdout.filter((line) => line.startsWith("Test")).map(sentence);
}

/** One line of `go test -json`. */
interface Report {
  readonly Action: string;
  readonly Test?: string;
  readonly Output?: string;
}

async function run({ grpc }: ServerProcess) {
  const { stdout } = await execa(
    "go",
    ["test", "-json", "-count=1", "-parallel=8", "-timeout=90s"],
    { cwd, env: { ...env, DTK_SCENARIO_ADDRESS: new URL(grpc).host }, reject: false, lines: true },
  );
  const texts = new Map<string, string>();
  const outcomes = new Map<string, string | undefined>();
  for (const line of stdout) {
    const { Action: action, Test: test, Output: output }: Report = JSON.parse(line);
    if (test === undefined) continue;
    const text = `${texts.get(test) ?? ""}${output ?? ""}`;
    texts.set(test, text);
    if (action === "pass") outcomes.set(sentence(test), undefined);
    if (action === "fail" || action === "skip") outcomes.set(sentence(test), text);
  }
  return outcomes;
}

/** `TestAWordAndAnID` reads "a word and an ID". */
function sentence(name: string): string {
  const words = name.slice("Test".length).match(/[A-Z]{2,}(?![a-z])|[A-Z][a-z]*/g) ?? [];
  return words.map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase())).join(" ");
}
