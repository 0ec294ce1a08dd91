import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startServer } from "../../emulator/server.ts";
import { count, wait, work } from "./kill-orchestrations.ts";
import { surviveKills } from "./kill-scenario.ts";

test("a killed server still knows what it has completed and what waits", async () => {
  const folder = await mkdtemp(join(tmpdir(), "dtk-kill-"));
  let server = await startServer(folder);
  const before = await work(server);
  const done = await before.client.scheduleNewOrchestration(count, 1);
  const waiting = await before.client.scheduleNewOrchestration(wait);
  await before.client.waitForOrchestrationCompletion(done, true, 20);
  await before.client.waitForOrchestrationStart(waiting);
  await server.kill();
  await Promise.all([before.worker.stop(), before.client.stop()]);

  server = await startServer(folder);
  const after = await work(server);
  const state = await after.client.getOrchestrationState(done);
  expect(state?.serializedOutput).toBe("6");
  await after.client.raiseOrchestrationEvent(waiting, "go", "on");
  const resumed = await after.client.waitForOrchestrationCompletion(waiting, true, 20);
  expect(resumed?.serializedOutput).toBe('"on"');
  await Promise.all([after.worker.stop(), after.client.stop()]);
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

test("what was acknowledged has happened, however often the server is killed", async () => {
  await surviveKills(5, 1);
});
