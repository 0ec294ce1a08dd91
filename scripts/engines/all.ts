import { fileURLToPath } from "node:url";
import { ensureBaseImage } from "./base-image.ts";
import { ensureChromium } from "./chromium.ts";
import { ensureContainerEngine } from "./container-engine.ts";
import { ensurePulumi } from "./pulumi.ts";
import { ensurePythonEnvironment } from "./python-environment.ts";

/**
 * `node scripts/engines/all.ts`: finds or installs every engine the tests use and prints a table of
 * them. Tests do the same by themselves; this is for having the long downloads over beforehand.
 */
interface Row {
  readonly state: "found" | "installed" | "missing";
  readonly detail: string;
}

const pythonRequirements = fileURLToPath(
  new URL("../../test/sdk/python/requirements.txt", import.meta.url),
);

const engines: { readonly [name: string]: () => Promise<Row> } = {
  "container engine": async () =>
    row(
      await ensureContainerEngine(),
      (engine) => engine.dockerHost ?? "the default Docker socket",
    ),
  "base image": async () => {
    const engine = await ensureContainerEngine();
    if ("missing" in engine) return { state: "missing", detail: "there is no container engine" };
    return row(await ensureBaseImage(), (base) => base.image);
  },
  chromium: async () => row(await ensureChromium(), (browser) => browser.executablePath),
  pulumi: async () => row(await ensurePulumi(), (pulumi) => pulumi.command),
  python: async () =>
    row(await ensurePythonEnvironment(pythonRequirements), (environment) => environment.python),
};

function row<Engine extends object>(
  answer: Engine | { readonly missing: string },
  describe: (engine: Engine) => string,
): Row {
  if ("missing" in answer) return { state: "missing", detail: answer.missing };
  const installed = "installed" in answer && answer.installed === true;
  return { state: installed ? "installed" : "found", detail: describe(answer) };
}

for (const [name, ensure] of Object.entries(engines)) {
  const started = performance.now();
  const { state, detail } = await ensure();
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`${name.padEnd(18)}${state.padEnd(11)}${`${seconds} s`.padStart(7)}  ${detail}`);
}
