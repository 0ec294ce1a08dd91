/**
 * Stands in for the Azure CLI, which cannot be installed from a package registry: it answers what
 * `AZ_ANSWERS` says, by the first words of the command.
 */
interface Answer {
  /** Printed as JSON, with exit code 0. */
  readonly json?: unknown;
  /** Printed to standard error, with exit code 1. */
  readonly error?: string;
  /** Never answers, and leaves another process behind that has its output open. */
  readonly hangs?: true;
}

const answers: Readonly<Record<string, Answer>> = JSON.parse(process.env.AZ_ANSWERS ?? "{}");
const words = process.argv.slice(2).join(" ");
const [, answer] = Object.entries(answers).find(([start]) => words.startsWith(start)) ?? [];
if (answer?.hangs) {
  const { spawn } = await import("node:child_process");
  spawn("sleep", ["3600"], { stdio: "inherit" });
  setInterval(() => {}, 1_000);
} else if (answer?.json !== undefined) {
  console.log(JSON.stringify(answer.json));
} else {
  console.error(answer?.error ?? `ERROR: '${words}' is misspelled or not recognized.`);
  process.exitCode = 1;
}
