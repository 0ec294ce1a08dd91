import { setTimeout as sleep } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { expect, test } from "vitest";
import { runEmulator } from "../../emulator/emulator.ts";
import {
  PurgeInstanceFilter,
  PurgeInstancesRequest,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { defaultOptions } from "../../emulator/options.ts";
import { connectRaw } from "../grpc/raw.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

test("a call that is at work while the emulator stops is told so, and is no failure", async () => {
  const failures: unknown[] = [];
  const fail = (error: unknown) => failures.push(error);
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  const emulator = await runEmulator(
    { ...defaultOptions, ...ports, dataFolder: await temporaryFolder() },
    { onStoreFailure: fail, log: fail },
  );
  const raw = connectRaw(emulator);
  const instanceIds = Array.from({ length: 400 }, (_, index) => `i${index}`);
  await Promise.all(instanceIds.map((instanceId) => raw.start({ instanceId })));
  await raw.ask((client, meta, reply) =>
    client.skipGracefulOrchestrationTerminations(
      { instanceBatch: { instanceIds }, reason: "" },
      meta,
      reply,
    ),
  );
  const value = PurgeInstanceFilter.create();
  const purged = raw.ask((client, meta, reply) =>
    client.purgeInstances(
      {
        ...PurgeInstancesRequest.create(),
        request: { $case: "purgeInstanceFilter", value },
      },
      meta,
      reply,
    ),
  );
  const refused = expect(purged).rejects.toMatchObject({ code: status.UNAVAILABLE });
  await sleep(5);
  await emulator.stop();
  await refused;
  // What still runs by now has no store any more.
  await sleep(100);
  raw.client.close();
  expect(failures).toEqual([]);
});
