import { connect, type NetConnectOpts } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { findExecutable } from "./executable.ts";
import { installPackages, whyNoPackages } from "./packages.ts";
import { ensurePodmanService, podmanServiceSocket } from "./podman-service.ts";

/**
 * A container engine that answers the Docker API, or why there is none and what would bring one.
 * `dockerHost` is where it answers: undefined for the Docker socket that every client tries first.
 */
export type ContainerEngine =
  | { readonly dockerHost: string | undefined; readonly installed: boolean }
  | { readonly missing: string };

const podmanPackages = ["podman", "runc", "containernetworking-plugins", "iptables"];
const wayOut = "start Docker or Podman, or set DOCKER_HOST to an engine that answers";

/**
 * Finds an engine: the one DOCKER_HOST names, a listening Docker or Podman socket, else Podman as
 * a service of our own, installed first where packages can be. For the rest of this process the
 * environment points to it. Must come before the first use of testcontainers, which reads the
 * environment once.
 */
export async function ensureContainerEngine(): Promise<ContainerEngine> {
  const named = process.env.DOCKER_HOST;
  // Named by a parent process that had this answer; the service may have ended since.
  if (named === hostOf(podmanServiceSocket())) return ownPodman();
  if (named !== undefined) {
    if (await listens(named)) return { dockerHost: named, installed: false };
    return { missing: `nothing answers at DOCKER_HOST=${named}; start it, or unset DOCKER_HOST` };
  }
  if (await listens(hostOf(dockerSocket))) return { dockerHost: undefined, installed: false };
  for (const socket of otherSockets()) {
    if (await listens(hostOf(socket))) return use(socket, false);
  }
  return ownPodman();
}

async function ownPodman(): Promise<ContainerEngine> {
  if (process.platform !== "linux") return { missing: `no container engine answers; ${wayOut}` };
  const installing = findExecutable(["podman"]) === undefined;
  if (installing) {
    const refusal = whyNoPackages() ?? (await installPackages(podmanPackages));
    if (refusal !== undefined) {
      return { missing: `no container engine answers, and ${refusal}; ${wayOut}` };
    }
  }
  const socket = podmanServiceSocket();
  const failure = await ensurePodmanService(socket, () => listens(hostOf(socket)));
  if (failure !== undefined) return { missing: `${failure}; ${wayOut}` };
  // Its ports are this machine's, also where testcontainers takes the machine for a container.
  process.env.TESTCONTAINERS_HOST_OVERRIDE ??= "127.0.0.1";
  return use(socket, installing);
}

function use(socket: string, installed: boolean): ContainerEngine {
  const dockerHost = hostOf(socket);
  process.env.DOCKER_HOST = dockerHost;
  // The reaper is an image to be pulled that wants the engine's socket mounted; with Podman that
  // takes more rights than tests need. Tests stop what they start.
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= "true";
  return { dockerHost, installed };
}

const dockerSocket =
  process.platform === "win32" ? "//./pipe/docker_engine" : "/var/run/docker.sock";

function otherSockets(): readonly string[] {
  if (process.platform === "win32") return [];
  const runtimeFolder = process.env.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.()}`;
  return [
    join(runtimeFolder, "docker.sock"),
    join(homedir(), ".docker/run/docker.sock"),
    join(homedir(), ".docker/desktop/docker.sock"),
    join(runtimeFolder, "podman/podman.sock"),
    "/run/podman/podman.sock",
  ];
}

function hostOf(socket: string): string {
  return `${process.platform === "win32" ? "npipe" : "unix"}://${socket}`;
}

async function listens(dockerHost: string): Promise<boolean> {
  const address = addressOf(dockerHost);
  if (address === undefined) return false;
  const socket = connect(address);
  return new Promise((resolve) => {
    const answer = (isListening: boolean) => {
      socket.destroy();
      resolve(isListening);
    };
    socket.setTimeout(5_000, () => answer(false));
    socket.once("connect", () => answer(true)).once("error", () => answer(false));
  });
}

function addressOf(dockerHost: string): NetConnectOpts | undefined {
  const [, socket] = /^(?:unix|npipe):\/\/(.+)$/.exec(dockerHost) ?? [];
  if (socket !== undefined) return { path: socket };
  const url = URL.parse(dockerHost);
  return url?.hostname ? { host: url.hostname, port: Number(url.port || 2375) } : undefined;
}
