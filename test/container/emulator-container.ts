import assert from "node:assert/strict";
import { GenericContainer, getContainerRuntimeClient, Wait } from "testcontainers";
import { image } from "./emulator-image.ts";

/** A running container of the image, with the addresses that its ports have on this machine. */
export interface EmulatorContainer extends AsyncDisposable {
  readonly grpc: string;
  readonly rest: string;
  readonly dashboard: string;
  /** Runs a command inside; answers what it prints. */
  exec(command: string[]): Promise<string>;
  /** Runs the image's own health check; 0 means well. Not every engine does so by itself. */
  checkHealth(): Promise<number>;
  /** Ends it as a crash of the machine would. */
  kill(): Promise<void>;
  /** Ends it as `docker stop` does; answers the exit code and how long it took. */
  stop(): Promise<{ readonly exitCode: number; readonly millis: number }>;
}

/** `volume` is the name of one to keep the data in; one of the container's own when left out. */
export interface ContainerSettings {
  readonly volume?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A container that ends instead fails the test at once, with the last lines it printed. */
const isWell = Wait.forHttp("/healthz", 8081, { abortOnContainerExit: true }).forStatusCode(204);

/** Starts a container and waits until the emulator says that it is well. */
export async function startEmulatorContainer(
  settings: ContainerSettings,
): Promise<EmulatorContainer> {
  const started = await new GenericContainer(image)
    .withExposedPorts(8080, 8081, 8082)
    .withEnvironment({ ...settings.environment })
    .withBindMounts(settings.volume ? [{ source: settings.volume, target: "/data" }] : [])
    .withWaitStrategy(isWell)
    .withStartupTimeout(60_000)
    .start();
  const engine = await getContainerRuntimeClient();
  const container = engine.container.getById(started.getId());
  const addressOf = (port: number) => `http://${started.getHost()}:${started.getMappedPort(port)}`;
  return {
    grpc: addressOf(8080),
    rest: addressOf(8081),
    dashboard: addressOf(8082),
    exec: async (command) => (await started.exec(command)).output,
    async checkHealth() {
      const [form, ...command] = (await container.inspect()).Config.Healthcheck?.Test ?? [];
      assert.equal(form, "CMD", "The image has a health check in the form that takes no shell.");
      return (await started.exec(command)).exitCode;
    },
    async kill() {
      await container.kill({ signal: "SIGKILL" });
      await container.wait();
    },
    async stop() {
      const asked = performance.now();
      await container.stop({ t: 30 });
      const millis = performance.now() - asked;
      return { exitCode: (await container.inspect()).State.ExitCode, millis };
    },
    async [Symbol.asyncDispose]() {
      await container.remove({ force: true, v: true });
    },
  };
}

/** A named volume that outlives containers, removed with all that is in it at the end. */
export function namedVolume(): AsyncDisposable & { readonly name: string } {
  const name = `durable-task-kit-test-${process.pid}`;
  return {
    name,
    async [Symbol.asyncDispose]() {
      const { container } = await getContainerRuntimeClient();
      await container.dockerode.getVolume(name).remove();
    },
  };
}
