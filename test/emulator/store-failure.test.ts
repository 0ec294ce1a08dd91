import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { runEmulator } from "../../emulator/emulator.ts";
import { startEmulator } from "../../emulator/index.ts";
import { defaultOptions } from "../../emulator/options.ts";
import { connectRaw } from "../grpc/raw.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

test("an emulator whose store has failed can be stopped, and gives its folder back", async () => {
  const dataFolder = await temporaryFolder();
  const options = { grpcPort: 0, restPort: 0, dashboardPort: 0, dataFolder };
  const failure = Promise.withResolvers<unknown>();
  const emulator = await runEmulator(
    { ...defaultOptions, ...options },
    { onStoreFailure: failure.resolve, log: failure.reject },
  );
  onTestFinished(emulator.stop);
  const vandal = new DatabaseSync(join(dataFolder, "scheduler.db"));
  vandal.exec("ALTER TABLE journal RENAME TO lost");
  const raw = connectRaw(emulator);
  const refused = expect(raw.start({ instanceId: "one" })).rejects.toThrow();
  expect(String(await failure.promise)).toMatch(/no such table: journal/);

  await emulator.stop();
  await refused;
  raw.client.close();
  vandal.exec("ALTER TABLE lost RENAME TO journal");
  vandal.close();
  await using again = await startEmulator(options);
  expect(again.dataFolder).toBe(dataFolder);
});
