import { appendFile, mkdir } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** Runs the Pulumi command with these arguments. Never rejects for a command that fails. */
export type Pulumi = (...args: readonly string[]) => Promise<Outcome>;

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** Both streams as a person sees them. */
  readonly all: string;
}

export interface OfflinePulumiOptions {
  /** The Pulumi command line. */
  readonly command: string;
  /** The project: its Pulumi.yaml is made to name the stand-in provider. */
  readonly folder: string;
  /** Where Pulumi keeps its state and what it would keep in the home folder. */
  readonly root: string;
  /** Options of the Node that runs the program. */
  readonly nodeOptions?: string;
}

const standInFor = ["azure-native", "docker-build", "kubernetes"];
const standIns = fileURLToPath(new URL("../stand-ins", import.meta.url));

/** What azurecr.io answers to the program. */
const registry = new URL("../stand-ins/registry-login.ts", import.meta.url);

/** The real Pulumi command, deploying to the stand-in provider instead of Azure. */
export async function offlinePulumi(options: OfflinePulumiOptions): Promise<Pulumi> {
  const { command, folder, root, nodeOptions = "" } = options;
  await useStandInProvider(folder);
  await mkdir(join(root, "state"));
  const env = { ...environmentIn(root), NODE_OPTIONS: `${nodeOptions} --import=${registry}` };
  return async (...args) => {
    const { exitCode, stdout, all } = await execa(command, [...args, "--non-interactive"], {
      cwd: folder,
      env,
      extendEnv: false,
      all: true,
      reject: false,
    });
    return { exitCode, stdout, all };
  };
}

/** Named in the project, so that not even an installed provider is used, which would find Azure. */
async function useStandInProvider(folder: string): Promise<void> {
  const path = JSON.stringify(join(standIns, "azure-native"));
  const entries = standInFor.map((name) => `    - name: ${name}\n      path: ${path}\n`);
  await appendFile(join(folder, "Pulumi.yaml"), `plugins:\n  providers:\n${entries.join("")}`);
}

function environmentIn(root: string): Readonly<Record<string, string>> {
  const { PATH = "", HOME = root } = process.env;
  // The stand-in language host comes last: a real one goes before it.
  const path = [dirname(process.execPath), PATH, join(standIns, "language-host")];
  return {
    HOME,
    PATH: path.join(delimiter),
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "for a test",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: join(root, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}
