import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index.ts";
import { accessToken } from "../../../infra/local-provider/access-token.ts";
import { createArmClient } from "../../../infra/local-provider/arm-client.ts";
import { httpsExchange } from "../../../infra/local-provider/https-exchange.ts";

const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders";

let folder: string;
let tokenFile: string;
let emulator: Emulator;
let host: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-"));
  tokenFile = join(folder, "token");
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0, managementPort: 0 };
  emulator = await startEmulator({ ...ports, authTokenFile: tokenFile });
  host = new URL(emulator.management?.address ?? "").host;
});

afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true });
});

test("with the emulator's token resources are made", async () => {
  const token = () => accessToken(httpsExchange(host), tokenFile);
  const client = createArmClient(httpsExchange(host, token));
  await client.put(group, { location: "northeurope" });
  expect(await client.get(group)).toMatchObject({ name: "orders" });
});

test("without it, the emulator's own words say what is wanted", async () => {
  const client = createArmClient(httpsExchange(host));
  await expect(client.get(group)).rejects.toThrow("This emulator asks for a token");
});

test("with another's, the variable that names the right one is said", async () => {
  const other = join(folder, "other");
  await writeFile(other, "not-the-token-of-this-emulator");
  const token = accessToken(httpsExchange(host), other);
  await expect(token).rejects.toThrow("DTK_AUTH_TOKEN_FILE");
});
