import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { ensurePythonEnvironment } from "../../scripts/engines/python-environment.ts";
import { testsOf } from "./foreign-suite.ts";

const project = fileURLToPath(new URL("./python-management", import.meta.url));
const environment = await ensurePythonEnvironment(join(project, "requirements.txt"));

interface Outcome {
  readonly name: string;
  readonly failure?: string;
}

await testsOf({
  language: "Python management",
  async prepare() {
    if ("missing" in environment) return environment;
    return (await scenarios(environment.python, ["--list"])).map(({ name }) => name);
  },
  async run({ dashboard, management }) {
    if ("missing" in environment) return new Map();
    const outcomes = await scenarios(environment.python, [], {
      DASHBOARD_ADDRESS: dashboard,
      MANAGEMENT_ADDRESS: management.address,
      MANAGEMENT_CERTIFICATE: management.certificateFile,
    });
    return new Map(outcomes.map(({ name, failure }) => [name, failure]));
  },
});

async function scenarios(
  python: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Outcome[]> {
  const { stdout } = await execa(python, ["run_scenarios.py", ...args], {
    cwd: project,
    env: { ...env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  return stdout.split("\n").map(toOutcome);
}

function toOutcome(line: string): Outcome {
  return JSON.parse(line);
}
