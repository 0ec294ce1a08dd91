import { readFile } from "node:fs/promises";
import { EntityInstanceId, TaskEntity } from "@microsoft/durabletask-js";
import { execa } from "execa";
import { expect, test } from "vitest";
import { startEmulator } from "../../emulator/index.ts";
import { findExecutable } from "../../scripts/engines/executable.ts";
import { createClient, eventually, startWorker } from "../sdk/javascript/sdk.ts";

class Counter extends TaskEntity<number> {
  add(amount: number): void {
    this.state += amount;
  }
  protected override initializeState(): number {
    return 0;
  }
}

const curl = findExecutable(["curl"]);
const why = curl === undefined ? " (skipped: no curl on PATH)" : "";

test.skipIf(curl === undefined)(`every example of the REST page runs${why}`, async () => {
  const page = await readFile(new URL("../../docs/rest.md", import.meta.url), "utf8");
  const examples = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, script = ""]) => script);
  expect(examples.length).toBeGreaterThan(5);

  await using emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  const worker = await startWorker(emulator, (one) => {
    one.addNamedEntity("counter", () => new Counter());
    one.addNamedOrchestrator("Greet", async function* (context): AsyncGenerator {
      yield context.waitForExternalEvent("never");
    });
  });
  const client = createClient(emulator);
  const visits = new EntityInstanceId("counter", "visits");
  await client.signalEntity(visits, "add", 1);
  await eventually(async () => await client.getEntity(visits));
  for (const example of examples) {
    const script = example.replaceAll("http://127.0.0.1:8081", emulator.rest);
    const { stderr, exitCode } = await execa("sh", ["-ec", script], { reject: false });
    expect({ script, stderr, exitCode }).toEqual({ script, stderr: "", exitCode: 0 });
  }
  await Promise.all([worker.stop(), client.stop()]);
});
