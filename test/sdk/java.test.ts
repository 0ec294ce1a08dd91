import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { findExecutable } from "../../scripts/engines/executable.ts";
import type { ServerProcess } from "../emulator/server.ts";
import { testsOf } from "./foreign-suite.ts";

const cwd = fileURLToPath(new URL("./java", import.meta.url));
const reports = join(cwd, "target", "surefire-reports");

// Surefire writes them, as regular as a machine does.
const cases = /<testcase name="(\w+)" classname="scenarios\.(\w+)Scenarios"(.*?)(?=<testcase|$)/gs;
const failures = /<(failure|error|skipped)\b.*?(<\/\1>|\/>)/s;

await testsOf({ language: "Java", prepare, run });

async function prepare() {
  for (const [command, source] of [
    ["javac", "a JDK of version 11 or newer, https://adoptium.net"],
    ["mvn", "Maven, https://maven.apache.org"],
  ] as const) {
    if (findExecutable([command]) === undefined) {
      return { missing: `no ${command} on PATH; it comes with ${source}` };
    }
  }
  // A dry run compiles everything and reports every scenario without running it.
  const listed = await maven("-Djunit.platform.execution.dryRun.enabled=true");
  if (!listed.failed) return [...(await outcomesOf(reports)).keys()];
  const lacking = /(Could not (transfer|find|resolve)|release version|invalid target).*/;
  const reason = lacking.exec(listed.stdout)?.[0];
  if (reason !== undefined) return { missing: `Maven could not prepare the SDK (${reason})` };
  throw new Error(`The Java scenarios cannot be built.\n${listed.stdout}`);
}

async function run({ grpc }: ServerProcess) {
  const { stdout } = await maven(`-Dscenario.address=${new URL(grpc).host}`);
  const outcomes = await outcomesOf(reports);
  if (outcomes.size === 0) throw new Error(`The Java scenarios did not run.\n${stdout}`);
  return outcomes;
}

/** Runs Maven's test phase; earlier reports are removed first. */
async function maven(...properties: readonly string[]) {
  await rm(reports, { recursive: true, force: true });
  return execa("mvn", ["--batch-mode", "--quiet", "test", ...properties], { cwd, reject: false });
}

async function outcomesOf(folder: string): Promise<ReadonlyMap<string, string | undefined>> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".xml"));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return new Map(texts.flatMap(casesIn));
}

/** What went wrong in each case of one report, by its class and its name as a sentence. */
function casesIn(xml: string): [string, string | undefined][] {
  return [...xml.matchAll(cases)].map(([, name = "", subject = "", inside = ""]) => [
    `${subject}: ${name.replaceAll("_", " ")}`,
    failures.exec(inside)?.[0],
  ]);
}
