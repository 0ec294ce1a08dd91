import { type Command, Option } from "commander";
import type { Diagnosis, DiagnosisChoice } from "./doctor/diagnosis.ts";
import type { State } from "./doctor/finding.ts";
import { defaultRest } from "./emulator-at.ts";
import { exitCodes } from "./failure.ts";
import { addStackOptions } from "./stack-options.ts";

interface DoctorOptions extends DiagnosisChoice {
  readonly json?: true;
}

/** `dtk doctor`: looks at everything between this machine and a running worker. */
export function addDoctor(program: Command): void {
  addStackOptions(program.command("doctor"))
    .description("look at the whole chain, from this machine to a connected worker")
    .option("--env-file <file>", "the app's settings, beside those in this shell", ".env")
    .option("--rest <address>", "the emulator's REST address", defaultRest)
    .addOption(new Option("--json", "answer in JSON"))
    .addHelpText(
      "after",
      `
Changes nothing. Each line is ok, not needed, not checked (something before it is missing) or a
problem, with what mends it. Exit code 1 when there is a problem.

Examples:
  dtk doctor                  the way that the app's settings lead, else to the emulator
  dtk doctor --target azure   to Azure`,
    )
    .action(run);
}

async function run({ json, ...choice }: DoctorOptions): Promise<void> {
  const { diagnose } = await import("./doctor/diagnosis.ts");
  const diagnosis = await diagnose(choice);
  const isWell = diagnosis.findings.every(({ state }) => state !== "problem");
  console.log(
    json ? JSON.stringify({ ok: isWell, ...diagnosis }, undefined, 2) : textOf(diagnosis),
  );
  if (!isWell) process.exitCode = exitCodes.failed;
}

const marks: Readonly<Record<State, string>> = {
  ok: "ok          ",
  "not needed": "not needed  ",
  "not checked": "not checked ",
  problem: "PROBLEM     ",
};

function textOf({ target, findings }: Diagnosis): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, state, says, mend }) => [
    `  ${marks[state]}${check.padEnd(width)}  ${says}`,
    ...(mend === undefined ? [] : [`  ${" ".repeat(12 + width)}  → ${mend}`]),
  ]);
  const count = findings.filter(({ state }) => state === "problem").length;
  const sum = count === 0 ? "Everything is well." : `${count} problem${count === 1 ? "" : "s"}.`;
  const where = target === "local" ? "the emulator" : "Azure";
  return [`From this machine to a worker of ${where}:`, ...lines, sum].join("\n");
}
