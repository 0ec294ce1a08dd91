import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials, Metadata, status } from "@grpc/grpc-js";
import type { OrchestrationContext } from "@microsoft/durabletask-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { BackendServiceService, TaskHubSidecarServiceService } from "../grpc/grpc-js-client.ts";
import { armOf } from "../management/arm.ts";
import { createClient, startWorker } from "../sdk/javascript/sdk.ts";

let folder: string;
let emulator: Emulator;
let token: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dtk-token-"));
  const authTokenFile = join(folder, "token");
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0, managementPort: 0 };
  emulator = await startEmulator({ ...ports, authTokenFile });
  token = (await readFile(authTokenFile, "utf8")).trim();
});

afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true, force: true });
});

const services = { ...BackendServiceService, ...TaskHubSidecarServiceService };
const calls = Object.values(services).map(({ path, responseStream }) => ({ path, responseStream }));

describe("gRPC", () => {
  const empty = Buffer.alloc(0);
  const identity = (bytes: Buffer) => bytes;

  function codeOf(path: string, isStream: boolean, metadata: Metadata): Promise<status> {
    const client = new Client(new URL(emulator.grpc).host, credentials.createInsecure());
    return new Promise<status>((resolve) => {
      const call = isStream
        ? client.makeServerStreamRequest(path, identity, identity, empty, metadata)
        : client.makeUnaryRequest(path, identity, identity, empty, metadata, () => {});
      call.on("error", () => {});
      call.on("status", ({ code }: { code: status }) => resolve(code));
    }).finally(() => client.close());
  }

  test.each(calls)("refuses $path without the token, or with another", async (call) => {
    const wrong = new Metadata();
    wrong.set("authorization", `Bearer ${token}x`);
    const sent = [new Metadata(), wrong];
    const codes = sent.map((metadata) => codeOf(call.path, call.responseStream, metadata));
    expect(await Promise.all(codes)).toEqual([status.UNAUTHENTICATED, status.UNAUTHENTICATED]);
  });

  test("serves the real SDK that sends the token with every call", async () => {
    async function* greet(context: OrchestrationContext): AsyncGenerator {
      return yield context.callActivity("hello", "you");
    }
    const register = (one: Parameters<Parameters<typeof startWorker>[1]>[0]) => {
      one.addOrchestrator(greet);
      one.addNamedActivity("hello", (_: unknown, name: string) => `hello ${name}`);
    };
    const worker = await startWorker(emulator, register, { authToken: token });
    const client = createClient(emulator, "default", token);
    const id = await client.scheduleNewOrchestration(greet);
    const state = await client.waitForOrchestrationCompletion(id, true, 20);
    expect(state?.serializedOutput).toBe('"hello you"');
    await Promise.all([worker.stop(), client.stop()]);
  });

  test("tells the real SDK without it what is asked for", async () => {
    const client = createClient(emulator);
    const refused = client.scheduleNewOrchestration("greet");
    await expect(refused).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
      details: expect.stringContaining("--auth-token-file"),
    });
    await client.stop();
  });
});

const withToken = () => ({ headers: { authorization: `Bearer ${token}` } });

describe("REST", () => {
  test.each(["/v1/taskhubs", "/v1/taskhubs/ping", "/v1/taskhubs/workers", "/nothing"])(
    "refuses %s without the token and says what is asked for",
    async (path) => {
      const response = await fetch(emulator.rest + path);
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await response.text()).toContain("--auth-token-file");
    },
  );

  test("serves who sends it", async () => {
    expect((await fetch(`${emulator.rest}/v1/taskhubs/ping`, withToken())).status).toBe(200);
  });

  test("tells everybody whether it is up, and nothing else", async () => {
    expect((await fetch(`${emulator.rest}/healthz`)).status).toBe(204);
  });
});

describe("the dashboard", () => {
  const signIn = (text: string, headers = {}) =>
    fetch(`${emulator.dashboard}/sign-in`, {
      method: "POST",
      headers: { Origin: emulator.dashboard, ...headers },
      body: new URLSearchParams({ token: text }),
      redirect: "manual",
    });

  test.each(["/", "/default/list", "/index.html", "/%2e%2e/x"])(
    "shows a form instead of %s to who has not signed in",
    async (path) => {
      const response = await fetch(emulator.dashboard + path);
      expect(response.status).toBe(401);
      expect(await response.text()).toContain('<form method="post" action="/sign-in">');
    },
  );

  test.each([
    "/api/overview",
    "/api/instances?hub=default",
    "/api/payload?hub=default&id=x&name=input",
    "/api/changes?hub=default",
    "/api/v1/taskhubs",
  ])("gives nothing away at %s", async (path) => {
    expect((await fetch(emulator.dashboard + path)).status).toBe(401);
    const { status: code, body } = await fetch(emulator.dashboard + path, withToken());
    await body?.cancel();
    expect(code).not.toBe(401);
  });

  test("lets in by a cookie that scripts and other sites cannot use", async () => {
    const response = await signIn(token);
    expect(response.status).toBe(303);
    const set = response.headers.get("set-cookie") ?? "";
    expect(set).toMatch(/^dtk-session-\w+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(set).not.toContain(token);
    const headers = { cookie: set.split(";")[0] ?? "" };
    expect((await fetch(`${emulator.dashboard}/api/overview`, { headers })).status).toBe(200);
    const spoiled = { cookie: `${headers.cookie}x` };
    const refused = await fetch(`${emulator.dashboard}/api/overview`, { headers: spoiled });
    expect(refused.status).toBe(401);
  });

  test("keeps out who sends a wrong token, and shows nothing of it", async () => {
    const response = await signIn("<script>wrong</script>");
    expect(response.status).toBe(401);
    const page = await response.text();
    expect(page).toContain("This is not the emulator's token.");
    expect(page).not.toContain("wrong</script>");
  });

  test("takes no token from another page's form", async () => {
    expect((await signIn(token, { Origin: "https://evil.example" })).status).toBe(403);
  });
});

describe("the management plane", () => {
  const path = "/subscriptions";
  const ask = async (clientSecret: string) => {
    const arm = await armOf(emulator);
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: "me",
      client_secret: clientSecret,
      scope: "any/.default",
    });
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return arm.send("POST", "/any/oauth2/v2.0/token", String(form), type);
  };
  const list = async (authorization?: string) =>
    (await armOf(emulator)).send("GET", path, undefined, authorization ? { authorization } : {});

  test("gives a token for the secret, and takes only tokens that it has given", async () => {
    const { status: code, body } = await ask(token);
    expect(code).toBe(200);
    expect((await list(`Bearer ${body.access_token}`)).status).toBe(200);
    expect((await list()).status).toBe(401);
    const [head, claims, signature] = body.access_token.split(".");
    const later = Buffer.from(JSON.stringify({ exp: 9_999_999_999 })).toString("base64url");
    for (const forged of [`${head}.${claims}.`, `${head}.${later}.${signature}`, token, "a.b.c"]) {
      expect((await list(`Bearer ${forged}`)).status).toBe(401);
    }
  });

  test("gives none for another secret", async () => {
    const { status: code, body } = await ask("guessed");
    expect([code, body.error]).toEqual([401, "invalid_client"]);
  });

  test("takes no token that has expired", async () => {
    const { body } = await ask(token);
    await emulator.advanceTime(3_601_000);
    expect((await list(`Bearer ${body.access_token}`)).status).toBe(401);
  });
});
