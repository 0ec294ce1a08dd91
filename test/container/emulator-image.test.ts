import { beforeAll, expect, test } from "vitest";
import { ensureContainers } from "../../scripts/engines/containers.ts";
import { startSdkApp } from "../browser/sdk-app.ts";
import { namedVolume, startEmulatorContainer } from "./emulator-container.ts";
import { buildImage } from "./emulator-image.ts";

const engine = await ensureContainers();
const missing = "missing" in engine ? engine.missing : undefined;
const why = missing === undefined ? "" : ` (skipped: ${missing})`;
const run = test.skipIf(missing !== undefined);

const waitSeconds = 30;

beforeAll(async () => {
  if (missing === undefined) await buildImage();
});

run(`a killed container's successor on its volume knows what was and goes on${why}`, async () => {
  await using volume = namedVolume();
  await using killed = await startEmulatorContainer({ volume: volume.name });
  {
    await using app = await startSdkApp(killed.grpc, "default");
    await app.client.scheduleNewOrchestration("Greet", "Ada", "greeted");
    await app.client.scheduleNewOrchestration("Approve", undefined, "waiting");
    const greeted = await app.client.waitForOrchestrationCompletion("greeted", true, waitSeconds);
    expect(greeted?.serializedOutput).toBe('"Hello Ada!"');
    await expect
      .poll(async () => (await app.client.getOrchestrationState("waiting"))?.serializedCustomStatus)
      .toBe('{"waitsFor":"approval"}');
    await killed.kill();
  }
  await using successor = await startEmulatorContainer({ volume: volume.name });
  await using app = await startSdkApp(successor.grpc, "default");
  const remembered = await app.client.getOrchestrationState("greeted", true);
  expect(remembered?.serializedOutput).toBe('"Hello Ada!"');
  await app.client.raiseOrchestrationEvent("waiting", "approval", "yes");
  const approved = await app.client.waitForOrchestrationCompletion("waiting", true, waitSeconds);
  expect(approved?.serializedOutput).toBe('{"answer":"yes"}');
});

run(`the container is not root, is well by its own check, and serves all ports${why}`, async () => {
  await using container = await startEmulatorContainer({});
  expect(await container.exec(["node", "-p", "process.getuid()"])).toBe("1000\n");
  expect(await container.checkHealth()).toBe(0);
  const page = await fetch(container.dashboard);
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(page.status).toBe(200);
});

run(`DTS_TASK_HUB_NAMES names the hubs there are${why}`, async () => {
  await using container = await startEmulatorContainer({
    environment: { DTS_TASK_HUB_NAMES: "orders,billing" },
  });
  const ping = async (hub: string) =>
    (await fetch(`${container.rest}/v1/taskhubs/ping`, { headers: { "x-taskhub": hub } })).ok;
  expect(await Promise.all(["orders", "billing", "default"].map(ping))).toEqual([
    true,
    true,
    false,
  ]);
});

run(`being asked to stop ends the container in seconds, with exit code 0${why}`, async () => {
  await using container = await startEmulatorContainer({});
  const { exitCode, millis } = await container.stop();
  expect(exitCode).toBe(0);
  expect(millis).toBeLessThan(5_000);
});
