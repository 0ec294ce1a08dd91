import { appendFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** A program of the kit, copied to a folder of its own as its user would. */
export interface PulumiProject {
  /** Runs the Pulumi command in the folder. Never rejects for a command that fails. */
  pulumi(...args: readonly string[]): Promise<Outcome>;
  /** Removes the folder, the state in it included. */
  remove(): Promise<void>;
}

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** Both streams as a person sees them. */
  readonly all: string;
}

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const standIns = fileURLToPath(new URL("../stand-ins", import.meta.url));

/** @param command the Pulumi command line */
export async function createPulumiProject(
  program: string,
  command: string,
): Promise<PulumiProject> {
  const root = await mkdtemp(join(tmpdir(), `${program}-`));
  const folder = join(root, program);
  await cp(join(repository, "infra/programs", program), folder, { recursive: true });
  await installPackages(folder);
  await useStandInProvider(folder);
  await mkdir(join(root, "state"));
  const env = environmentIn(root);
  return {
    pulumi: async (...args) => {
      const { exitCode, stdout, all } = await execa(command, [...args, "--non-interactive"], {
        cwd: folder,
        env,
        extendEnv: false,
        all: true,
        reject: false,
      });
      return { exitCode, stdout, all };
    },
    remove: () => rm(root, { recursive: true }),
  };
}

/** What `npm install durable-task-kit @pulumi/pulumi @pulumi/azure-native` does, by links. */
async function installPackages(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(modules);
  await symlink(repository, join(modules, "durable-task-kit"));
  await symlink(join(repository, "node_modules/@pulumi"), join(modules, "@pulumi"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
}

/** Named in the project, so that not even an installed provider is used, which would find Azure. */
async function useStandInProvider(folder: string): Promise<void> {
  const path = JSON.stringify(join(standIns, "azure-native"));
  const plugins = `plugins:\n  providers:\n    - name: azure-native\n      path: ${path}\n`;
  await appendFile(join(folder, "Pulumi.yaml"), plugins);
}

function environmentIn(root: string): Readonly<Record<string, string>> {
  const { PATH = "", HOME = root } = process.env;
  // The stand-in language host comes last: a real one goes before it.
  const path = [dirname(process.execPath), PATH, join(standIns, "language-host")];
  return {
    HOME,
    PATH: path.join(delimiter),
    NODE_OPTIONS: "--conditions=@durable-task-kit/source",
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "for a test",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: join(root, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}
