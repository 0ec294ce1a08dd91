import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { connect } from "node:tls";
import { expect, test } from "vitest";
import { startEmulator } from "../../emulator/index.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { armOf, dedicated, schedulers, startArm, subscription } from "./arm.ts";

test("the metadata of the cloud names this server for everything", async () => {
  const arm = await startArm();
  const address = arm.emulator.management?.address;
  const { body } = await arm.send("GET", "/metadata/endpoints?api-version=2022-09-01");
  expect(body).toMatchObject({
    name: "DurableTaskEmulator",
    resourceManager: address,
    microsoftGraphResourceId: address,
    authentication: { loginEndpoint: address, audiences: [address] },
    suffixes: { storage: expect.any(String), keyVaultDns: expect.any(String) },
  });
  const list = await arm.send("GET", "/metadata/endpoints?api-version=2019-05-01");
  expect(list.body).toEqual([body]);
});

test("a token names who asked and for what", async () => {
  const arm = await startArm();
  const address = arm.emulator.management?.address;
  const openId = await arm.send("GET", "/a-tenant/v2.0/.well-known/openid-configuration");
  expect(openId.body.issuer).toBe(`${address}/a-tenant/v2.0`);
  const form = "grant_type=client_credentials&client_id=app&scope=https%3A%2F%2Fx%2F.default";
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const { status, body } = await arm.send("POST", openId.body.token_endpoint, form, type);
  expect([status, body.token_type, body.expires_in]).toEqual([200, "Bearer", 3600]);
  const [, claims = ""] = body.access_token.split(".");
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
    aud: "https://x",
    appid: "app",
    oid: expect.stringMatching(/^[\da-f-]{36}$/),
    tid: "a-tenant",
  });
});

test.each([
  ["grant_type=password", "unsupported_grant_type"],
  ["grant_type=client_credentials&scope=a", "invalid_request"],
  ["grant_type=client_credentials&client_id=a", "invalid_request"],
])("a token is refused for %s", async (form, error) => {
  const arm = await startArm();
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const { status, body } = await arm.send("POST", "/tenant/oauth2/v2.0/token", form, type);
  expect([status, body.error]).toEqual([400, error]);
});

test("the provider is registered, with its types and their versions", async () => {
  const arm = await startArm();
  const provider = `${subscription}/providers/Microsoft.DurableTask`;
  const { body } = await arm.send("GET", provider);
  expect(body.registrationState).toBe("Registered");
  const types = new Map(
    body.resourceTypes.map((one: { resourceType: string; apiVersions: string[] }) => [
      one.resourceType,
      one.apiVersions,
    ]),
  );
  expect(types.get("schedulers")).toHaveLength(5);
  expect(types.get("schedulers/transparentDataEncryptions")).toEqual(["2026-05-01-preview"]);
  expect((await arm.send("POST", `${provider}/register`)).body).toEqual(body);
});

test("subscriptions in use are listed, and any other is there when asked for", async () => {
  const arm = await startArm();
  await arm.put(`${schedulers}/orders`, dedicated);
  const { body } = await arm.send("GET", "/subscriptions");
  expect(body.value.map(({ id }: { id: string }) => id)).toContain(subscription);
  const other = "/subscriptions/44444444-4444-4444-4444-444444444444";
  expect((await arm.send("GET", other)).body).toMatchObject({ id: other, state: "Enabled" });
  expect((await arm.send("GET", "/tenants")).body.value).toHaveLength(1);
});

test("a client's request id comes back when it asks for it", async () => {
  const arm = await startArm();
  const asked = { "x-ms-client-request-id": "mine", "x-ms-return-client-request-id": "true" };
  const { headers } = await arm.send("GET", "/subscriptions", undefined, asked);
  expect(headers["x-ms-client-request-id"]).toBe("mine");
  expect(headers["x-ms-request-id"]).toMatch(/^[\da-f-]{36}$/);
});

test.each([
  ["GET", "/subscriptions", 200],
  ["GET", "/nothing", 404],
  ["POST", "/subscriptions", 403],
])(
  "the answer to %s %s tells a browser that it is no page of others",
  async (method, path, status) => {
    const arm = await startArm();
    const answer = await arm.send(method, path, undefined, { origin: "https://evil.example" });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
    });
  },
);

test("resource groups are created, changed, listed and asked for by HEAD", async () => {
  const arm = await startArm();
  const path = `${subscription}/resourcegroups/mine`;
  expect((await arm.send("HEAD", path)).status).toBe(404);
  const created = await arm.send("PUT", path, { location: "West US 2", tags: { a: "1" } });
  expect(created).toMatchObject({ status: 201, body: { location: "westus2", tags: { a: "1" } } });
  expect((await arm.send("PUT", path, { location: "westus2" })).status).toBe(200);
  const patched = await arm.send("PATCH", path, { tags: { b: "2" } });
  expect(patched.body.tags).toEqual({ b: "2" });
  expect((await arm.send("HEAD", path)).status).toBe(204);
  const { body } = await arm.send("GET", `${subscription}/resourceGroups`);
  expect(body.value).toMatchObject([{ name: "mine" }]);
});

test("the authority outlives a restart, and its key is for its owner alone", async () => {
  const dataFolder = await temporaryFolder();
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0, managementPort: 0 };
  const first = await startEmulator({ ...ports, dataFolder });
  const file = first.management?.certificateFile ?? "";
  const authority = await readFile(file);
  await first.stop();
  await using second = await startEmulator({ ...ports, dataFolder });
  expect(second.management?.certificateFile).toBe(file);
  expect(await readFile(file)).toEqual(authority);
  expect((await stat(`${dirname(file)}/ca-key.pem`)).mode & 0o777).toBe(0o600);
  expect((await (await armOf(second)).send("GET", "/subscriptions")).status).toBe(200);
});

test.each(["localhost", "127.0.0.1", "::1", "dts.test"])(
  "the certificate is for %s",
  async (name) => {
    const { emulator } = await startArm({ allowedHosts: ["dts.test"] });
    const { address = "", certificateFile = "" } = emulator.management ?? {};
    const ca = await readFile(certificateFile);
    const { hostname: host, port } = new URL(address);
    const socket = connect({ host, port: Number(port), ca });
    await once(socket, "secureConnect");
    expect(socket.authorized).toBe(true);
    const certificate = socket.getPeerX509Certificate();
    const isFor = name.includes(":") || /^\d/.test(name) ? "checkIP" : "checkHost";
    expect(certificate?.[isFor](name)).toBe(name);
    socket.destroy();
  },
);

test("without a port there is no management plane", async () => {
  await using emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  expect(emulator.management).toBeUndefined();
});
