import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { ensurePythonEnvironment } from "../../scripts/engines/python-environment.ts";
import { testsOf } from "./foreign-suite.ts";

const project = fileURLToPath(new URL("./python", import.meta.url));
const environment = await ensurePythonEnvironment(join(project, "requirements.txt"));

/** What pytest tells of a scenario; its failure only where there is one. */
interface Outcome {
  readonly name: string;
  readonly failure?: string;
}

await testsOf({
  language: "Python",
  hasHubPerScenario: true,
  async prepare() {
    if ("missing" in environment) return environment;
    const scenarios = await pytest(environment.python, ["--collect-only"], "");
    return scenarios.map(({ name }) => name);
  },
  async run({ grpc }) {
    if ("missing" in environment) return new Map();
    // Scenarios wait more than they work: more processes than processors.
    const outcomes = await pytest(environment.python, ["--numprocesses=4"], grpc);
    // Told in order, so that what goes wrong after a scenario's end still counts against it.
    return new Map(outcomes.map(({ name, failure }) => [name, failure]));
  },
});

async function pytest(
  python: string,
  args: readonly string[],
  endpoint: string,
): Promise<readonly Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), "dtk-pytest-"));
  const file = join(folder, "outcomes");
  const run = await execa(python, ["-m", "pytest", ...args, `--outcomes=${file}`], {
    cwd: project,
    env: { DTS_ENDPOINT: endpoint, PYTHONDONTWRITEBYTECODE: "1" },
    reject: false,
    all: true,
  });
  const lines = await readFile(file, "utf8").catch(() => "");
  await rm(folder, { recursive: true, force: true });
  // 1: pytest ran everything, and some of it failed.
  if (run.exitCode === 0 || run.exitCode === 1) return lines.trim().split("\n").map(toOutcome);
  throw new Error(`pytest did not run the scenarios: ${run.all}`);
}

function toOutcome(line: string): Outcome {
  return JSON.parse(line);
}
