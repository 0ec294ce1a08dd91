import { afterEach, expect, test, vi } from "vitest";
import { registryToken } from "../../../../infra/components/image/registry-login.ts";
import { AppImage, type AppImageArgs, planAppImage } from "../../../../infra/images.ts";
import { refusedArguments } from "../../refused-arguments.ts";
import { registered } from "../../registered.ts";
import { registry } from "../sample-access.ts";

/** Azure's registries are out of reach of tests. */
function registryAnswers(status: number, body: object) {
  const asked = vi.fn(async (_url: string, _options: { readonly body: URLSearchParams }) =>
    Response.json(body, { status }),
  );
  vi.stubGlobal("fetch", asked);
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

async function made(args: Omit<AppImageArgs, "resourceGroupName">) {
  let reference: unknown;
  const resources = await registered(() => {
    new AppImage("worker", { resourceGroupName: "group", ...args }).reference.apply((text) => {
      reference = text;
    });
  });
  return { resources, reference };
}

test("an image that exists takes no resource", async () => {
  const { resources, reference } = await made({ source: { reference: "example.com/worker:1" } });
  expect(resources).toEqual({});
  expect(reference).toBe("example.com/worker:1");
});

test("an image is built and pushed by whoever deploys, and named by its digest", async () => {
  registryAnswers(200, { refresh_token: "a token" });
  const source = { context: "../app", buildArgs: { VERSION: "1" } };
  const { resources, reference } = await made({ source, registry });
  expect(resources["Image worker-image"]).toMatchObject({
    tags: ["images.azurecr.io/worker:latest"],
    context: { location: "../app" },
    buildArgs: { VERSION: "1" },
    push: true,
    platforms: ["linux/amd64"],
  });
  expect(reference).toMatch(/^images\.azurecr\.io\/worker:latest@sha256:[0-9a-f]{64}$/);
});

test("without a registry it gets one, which has no password", async () => {
  registryAnswers(200, { refresh_token: "a token" });
  const { resources } = await made({ source: { context: "../app" } });
  expect(resources["Registry workerregistry"]).toMatchObject({
    sku: { name: "Basic" },
    adminUserEnabled: false,
    anonymousPullEnabled: false,
  });
});

test("a registry's token is had in exchange for Azure's", async () => {
  const asked = registryAnswers(200, { refresh_token: "the registry's" });
  expect(await registryToken("images.azurecr.io", "Azure's")).toBe("the registry's");
  const [url, options] = asked.mock.calls[0] ?? [];
  expect(url).toBe("https://images.azurecr.io/oauth2/exchange");
  expect(Object.fromEntries(options?.body ?? [])).toEqual({
    grant_type: "access_token",
    service: "images.azurecr.io",
    access_token: "Azure's",
  });
});

test("who is not let in is told which role it takes", async () => {
  registryAnswers(401, {});
  await expect(registryToken("images.azurecr.io", "Azure's")).rejects.toThrow(
    /images\.azurecr\.io did not let the deployer in \(HTTP 401\).*AcrPush/,
  );
});

test.each<readonly [string, object, readonly string[]]>([
  ["neither image nor folder", {}, ["source"]],
  ["both", { context: ".", reference: "a:1" }, ["source.reference"]],
  ["a repository in capitals", { context: ".", repository: "Worker" }, ["source.repository"]],
  ["a folder", { context: "." }, []],
])("%s", (_title, source, refused) => {
  const facts = JSON.parse(JSON.stringify({ source }));
  expect(refusedArguments(planAppImage("worker", facts))).toEqual(refused);
});
