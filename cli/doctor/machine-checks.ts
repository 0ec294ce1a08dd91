import type { Options } from "../../emulator/options.ts";
import { taskHubsAt } from "../emulator-at.ts";
import { refuseTakenPorts } from "../free-ports.ts";
import { answersAt } from "../local-emulator.ts";
import type { Target } from "../pulumi/stack-target.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, notNeeded, ok, problem } from "./finding.ts";
import { outsideCommand, reasonOf } from "./outside-command.ts";

/** Docker builds images; the emulator runs without it. */
export async function checkContainerEngine(deployment: Deployment | undefined): Promise<Finding> {
  const check = "container engine";
  if (!deployment?.buildsImage) return notNeeded(check, "no image is built");
  const said = await outsideCommand("docker", ["version", "--format", "{{.Server.Version}}"]);
  if (said.outcome === "ended" && said.code === 0) return ok(check, `Docker ${said.out.trim()}`);
  const mend =
    said.outcome === "missing"
      ? "see https://docs.docker.com/get-docker"
      : "start Docker, or set DOCKER_HOST to an engine that answers";
  return problem(check, `docker: ${reasonOf(said)}`, mend);
}

/** The ports of an emulator: they are free, or one has them. */
export async function checkPorts(target: Target, options: Options, rest: string): Promise<Finding> {
  const check = "ports";
  if (target === "azure") return notNeeded(check, "the scheduler is in Azure");
  const { grpcPort, restPort, dashboardPort } = options;
  const numbers = `${grpcPort}, ${restPort}, ${dashboardPort}`;
  if ((await taskHubsAt(rest)) !== undefined) return ok(check, "an emulator has them");
  try {
    await refuseTakenPorts(options);
    return ok(check, `${numbers} are free`);
  } catch (error) {
    const [says = "", mend = ""] = error instanceof Error ? error.message.split("; ") : [];
    return problem(check, says, mend);
  }
}

/** Pulumi deploys to an emulator through its management API. */
export async function checkManagement(deployment: Deployment | undefined): Promise<Finding> {
  const check = "management API";
  const host = deployment?.metadataHost;
  if (host === undefined) return notNeeded(check, "nothing is deployed to an emulator");
  if (await answersAt(host)) return ok(check, `https://${host} answers`);
  const port = host.split(":").at(-1);
  const mend = `npx dtk emulator --management-port ${port}`;
  return problem(check, `no emulator answers at https://${host}`, mend);
}
