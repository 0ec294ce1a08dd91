import { mkdir, readFile, writeFile } from "node:fs/promises";
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
  /** The project: its Pulumi.yaml is made to name the stand-in providers. */
  readonly folder: string;
  /**
   * The emulator that everything goes to, by the kit's own provider; absent: no emulator, and a
   * stand-in for Azure.
   */
  readonly metadataHost?: string | undefined;
  /** Where Pulumi keeps its state and what it would keep in the home folder. */
  readonly root: string;
  /** Options of the Node that runs the program. */
  readonly nodeOptions?: string;
}

const standIns = fileURLToPath(new URL("../stand-ins", import.meta.url));

/** What azurecr.io answers to the program. */
const registry = new URL("../stand-ins/registry-login.ts", import.meta.url);

export interface OfflinePulumi {
  readonly pulumi: Pulumi;
  /** All that the command needs of its environment; the command is on PATH. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The real Pulumi command, deploying to an emulator or a stand-in instead of Azure. */
export async function offlinePulumi(options: OfflinePulumiOptions): Promise<OfflinePulumi> {
  const { command, folder, metadataHost, root, nodeOptions = "" } = options;
  await useStandIns(folder, metadataHost === undefined);
  await mkdir(join(root, "state"));
  const environment = {
    ...environmentIn(root, command),
    NODE_OPTIONS: `${nodeOptions} --import=${registry}`,
    ...(metadataHost && { ARM_METADATA_HOSTNAME: metadataHost }),
  };
  const pulumi: Pulumi = async (...args) => {
    const { exitCode, stdout, all } = await execa(command, [...args, "--non-interactive"], {
      cwd: folder,
      env: environment,
      extendEnv: false,
      all: true,
      reject: false,
    });
    return { exitCode, stdout, all };
  };
  return { pulumi, environment };
}

/** Named in the project, so that not even an installed provider is used, which would find Azure. */
async function useStandIns(folder: string, alsoForAzure: boolean): Promise<void> {
  const file = join(folder, "Pulumi.yaml");
  const [project = "", plugins = ""] = (await readFile(file, "utf8")).split(/^plugins:\n/m);
  const own = alsoForAzure ? "" : plugins.replace(/^ {2}providers:\n/, "");
  const path = JSON.stringify(join(standIns, "azure-native"));
  const entries = [...(alsoForAzure ? ["azure-native"] : []), "docker-build", "kubernetes"].map(
    (name) => `    - name: ${name}\n      path: ${path}\n`,
  );
  await writeFile(file, `${project}plugins:\n  providers:\n${own}${entries.join("")}`);
}

function environmentIn(root: string, command: string): Readonly<Record<string, string>> {
  const { PATH = "", HOME = root } = process.env;
  // The stand-in language host comes last: a real one goes before it.
  const path = [dirname(process.execPath), dirname(command), PATH, join(standIns, "language-host")];
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
