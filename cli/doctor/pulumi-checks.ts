import { automationFile } from "../pulumi/automation.ts";
import { failureAdvice } from "../pulumi/failure-advice.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, notChecked, notNeeded, ok, problem } from "./finding.ts";
import { jsonOf, outsideCommand, reasonOf, type Said } from "./outside-command.ts";

const names = ["Pulumi", "Pulumi login", "stack", "project's packages"] as const;
const [command, login, stack, packages] = names;

/** Whether Pulumi is there, knows where its state is, and has deployed the stack. */
export async function checkPulumi(deployment: Deployment | undefined): Promise<readonly Finding[]> {
  if (deployment === undefined) {
    return names.map((name) => notNeeded(name, "nothing is deployed from this folder"));
  }
  const { folder } = deployment;
  const ask = (...words: readonly string[]) =>
    outsideCommand("pulumi", [...words, "--non-interactive"], folder);
  const [version, user, stacks] = await Promise.all([
    ask("version"),
    ask("whoami", "--json"),
    ask("stack", "ls", "--json"),
  ]);
  if (version.outcome === "missing") {
    return [
      problem(command, "it is not on PATH", "see https://www.pulumi.com/docs/install"),
      ...[login, stack].map((name) => notChecked(name, "Pulumi is missing")),
      packagesFinding(folder),
    ];
  }
  return [
    version.outcome === "ended" && version.code === 0
      ? ok(command, version.out.trim())
      : problem(command, reasonOf(version), "pulumi version"),
    loginFinding(user),
    stackFinding(stacks, deployment),
    packagesFinding(folder),
  ];
}

function loginFinding(user: Said): Finding {
  const said = jsonOf(user);
  if (isRecord(said)) return ok(login, `${said.user} at ${said.url}`);
  const advice = user.outcome === "ended" ? failureAdvice(user.err) : undefined;
  return problem(login, reasonOf(user), advice ?? "pulumi login");
}

function packagesFinding(folder: string): Finding {
  return automationFile(folder) !== undefined
    ? ok(packages, `installed for ${folder}`)
    : problem(packages, `missing in ${folder}`, `npm install --prefix ${folder}`);
}

function stackFinding(said: Said, { stack: wanted }: Deployment): Finding {
  const listed = jsonOf(said);
  if (!Array.isArray(listed)) return notChecked(stack, reasonOf(said));
  const stacks = listed.filter(isRecord);
  const found = stacks.find(({ name, current }) =>
    wanted === undefined ? current === true : lastWord(name) === lastWord(wanted),
  );
  if (found === undefined) {
    const there = stacks.map(({ name }) => name).join(", ") || "none";
    const missing = wanted === undefined ? "none is selected" : `${wanted} does not exist`;
    return problem(
      stack,
      `${missing} (there is: ${there})`,
      `dtk up --stack ${wanted ?? "<name>"}`,
    );
  }
  const { name, resourceCount, updateInProgress } = found;
  if (updateInProgress === true) {
    return problem(stack, `${name} is being changed, or was left so`, `pulumi cancel ${name}`);
  }
  return resourceCount === 0
    ? problem(stack, `${name} is not deployed`, `dtk up --stack ${name}`)
    : ok(stack, `${name} is deployed`);
}

/** Pulumi's own service writes organization and project before a name. */
function lastWord(name: unknown): string | undefined {
  return String(name).split("/").at(-1);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
