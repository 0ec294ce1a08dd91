import { expect, test } from "vitest";
import { appSettings, type Variables } from "../../cli/doctor/app-settings.ts";
import { checkSettings, type SettingsContext } from "../../cli/doctor/settings-check.ts";

const canonical = "DURABLE_TASK_SCHEDULER_CONNECTION_STRING";
const local = "Endpoint=http://127.0.0.1:8080;TaskHub=orders;Authentication=None";
const azure = "Endpoint=https://a.durabletask.io;TaskHub=orders;Authentication=DefaultAzure";
const mend = "do something";

function checked(given: Variables, context: Partial<SettingsContext> = {}) {
  const target = Object.values(given).some((value) => value?.includes("https:"))
    ? "azure"
    : "local";
  const always = { target, hasIdentity: false, otherwise: undefined, mend } as const;
  return checkSettings(appSettings(given), { ...always, ...context });
}

test.each<[string, Variables]>([
  ["a connection string", { [canonical]: local }],
  ["one for Azure", { [canonical]: azure }],
  ["one under another name", { DTS_CONNECTION_STRING: local }],
  ["its parts in any case", { [canonical]: local.toLowerCase().replace("none", "NONE") }],
  ["a hub beside it", { [canonical]: local.replace("TaskHub=orders;", ""), TASKHUB: "orders" }],
  ["endpoint and hub alone", { ENDPOINT: "http://127.0.0.1:8080", TASKHUB: "orders" }],
  [
    "names that agree",
    { [canonical]: local, ENDPOINT: "http://127.0.0.1:8080", TASKHUB: "orders" },
  ],
  ["an empty value, which is none", { [canonical]: local, TASKHUB: "" }],
])("%s will do", (_title, given) => {
  expect(checked(given)).toMatchObject({ state: "ok" });
});

test.each<[string, Variables, string]>([
  ["nothing", {}, `${canonical} is set neither here nor in the .env file`],
  ["a hub alone", { TASKHUB: "orders" }, "is set neither here"],
  ["other words", { [canonical]: "hello" }, "no Endpoint that is an http or https address"],
  ["a host without scheme", { [canonical]: local.replace("http://", "") }, "no Endpoint"],
  ["no hub", { [canonical]: "Endpoint=http://a;Authentication=None" }, "no TaskHub"],
  ["no hub's name", { [canonical]: local.replace("orders", "my_hub") }, '"my_hub" is no name'],
  ["no sign-in", { [canonical]: "Endpoint=http://a;TaskHub=abc" }, "no Authentication; there are"],
  ["an unknown sign-in", { [canonical]: local.replace("None", "Key") }, "Authentication=Key"],
  ["a token over http", { [canonical]: local.replace("None", "AzureCLI") }, "over http"],
  ["nobody, in Azure", { [canonical]: azure.replace("DefaultAzure", "None") }, "for one in Azure"],
  [
    "an app's identity on a laptop",
    { [canonical]: azure.replace("DefaultAzure", "ManagedIdentity") },
    "no identity is to be had here",
  ],
  ["another hub", { [canonical]: local, TASKHUB: "other" }, "TASKHUB says other"],
  ["another endpoint", { [canonical]: local, ENDPOINT: "http://b" }, "ENDPOINT says http://b"],
  ["two connection strings", { [canonical]: local, DTS_CONNECTION_STRING: azure }, "DTS_CONN"],
])("%s will not do", (_title, given, words) => {
  const { state, says, mend: way } = checked(given);
  expect(says).toContain(words);
  expect([state, way]).toEqual(["problem", mend]);
});

test("settings that lead elsewhere than asked for are a problem", () => {
  expect(checked({ [canonical]: local }, { target: "azure" }).says).toContain(
    "no scheduler in Azure",
  );
  expect(checked({ [canonical]: azure }, { target: "local" }).says).toContain("no emulator");
});

test("on a host in Azure, the app's identity will do", () => {
  const given = { [canonical]: azure.replace("DefaultAzure", "ManagedIdentity") };
  expect(checked(given, { hasIdentity: true })).toMatchObject({ state: "ok" });
});
