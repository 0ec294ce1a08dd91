import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "../emulator/server.ts";
import { connectRaw, type Raw } from "../grpc/raw.ts";
import { activity } from "../grpc/raw-actions.ts";
import { recordingProxy } from "./recording-proxy.ts";

let folder: string;
let server: ServerProcess;
let calm: Raw;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dtk-cut-"));
  server = await startServer(folder);
  calm = connectRaw(server);
});

afterAll(async () => {
  calm?.client.close();
  await server?.kill();
  await rm(folder, { recursive: true, force: true });
});

/** A client's whole work: a start, a turn, an activity; it ends early where the wire is cut. */
async function workThrough(address: string, instanceId: string): Promise<void> {
  const raw = connectRaw({ grpc: address });
  const work = raw.work();
  try {
    await raw.start({ instanceId });
    const turn = await work.next();
    await raw.complete(turn, { instanceId, actions: [activity(1, '"input"')] });
    await work.next();
  } catch {
    // Cut.
  }
  work.cancel();
  raw.client.close();
}

test("wherever a connection breaks, its work goes to others and nothing is half done", async () => {
  const whole = await recordingProxy(server.grpc);
  await workThrough(whole.address, "whole");
  const { client, server: answered } = whole.passed;
  const steps = 40;
  const cuts = (["client", "server"] as const).flatMap((from) => {
    const total = from === "client" ? client : answered;
    return Array.from({ length: steps }, (_, step) => {
      return { from, afterBytes: Math.floor((total * step) / steps) };
    });
  });
  for (const [index, cut] of cuts.entries()) {
    const { address } = await recordingProxy(server.grpc, cut);
    await workThrough(address, `cut-${index}`);
  }

  // Who is left gets every turn and every activity, and each instance ends once.
  const started: string[] = [];
  for (const [index] of cuts.entries()) {
    const state = await calm.stateOf(`cut-${index}`);
    if (state !== undefined) started.push(state.instanceId);
  }
  expect(started.length).toBeGreaterThan(steps / 2);
  expect(started.length).toBeLessThan(cuts.length);
  const open = new Set([...started, "whole"]);
  const work = calm.work();
  while (open.size > 0) {
    const item = await work.next();
    if (item.request?.$case === "activityRequest") {
      open.delete(item.request.value.orchestrationInstance?.instanceId ?? "");
      continue;
    }
    if (item.request?.$case !== "orchestratorRequest") continue;
    const { instanceId } = item.request.value;
    await calm.complete(item, { instanceId, actions: [activity(1, '"input"')] });
  }
  work.cancel();
});
