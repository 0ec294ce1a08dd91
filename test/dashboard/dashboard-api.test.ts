import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DetailView, ListView } from "../../emulator/dashboard/views.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";

let emulator: Emulator;

beforeAll(async () => {
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  emulator = await startEmulator({ ...ports, taskHubs: ["Default", "other"] });
  // No worker is connected: all of these stay pending.
  for (const [instanceId, name] of [
    ["order-1", "Ship"],
    ["order-2", "Bill"],
    ["bill-of-3", "Ship"],
    ["x", "Greet"],
  ]) {
    await post("instances?hub=default", { instanceId, name, input: '{"a":1}' });
  }
});

afterAll(() => emulator.stop());

function get(route: string): Promise<Response> {
  return fetch(`${emulator.dashboard}/api/${route}`);
}

function post(
  route: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${emulator.dashboard}/api/${route}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

async function list(parameters: string): Promise<ListView> {
  return (await get(`instances?hub=default&${parameters}`)).json() as Promise<ListView>;
}

async function faultOf(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  const { error } = (await response.json()) as { error: { message: string } };
  return `${response.status} ${error.message}`;
}

describe("the list", () => {
  test("has counts of the whole hub and the newest first", async () => {
    const view = await list("");
    expect(view.rows.map((row) => row.instanceId)[0]).toBe("x");
    expect(view.counts).toMatchObject({ pending: 4, completed: 0 });
    expect(view.total).toBe(4);
  });

  test("searches id or name, each instance once", async () => {
    const view = await list("search=BILL&sort=instanceId&direction=ascending");
    expect(view.rows.map((row) => row.instanceId)).toEqual(["bill-of-3", "order-2"]);
    expect(view.total).toBe(2);
  });

  test("has pages that together are the whole, also of a search", async () => {
    const ids: string[] = [];
    let after = "";
    for (;;) {
      const view = await list(`search=i&sort=name&direction=ascending&limit=1${after}`);
      ids.push(...view.rows.map((row) => row.instanceId));
      expect(view.total).toBe(3);
      if (view.next === undefined) break;
      after = `&after=${view.next}`;
    }
    expect(ids).toEqual(["order-2", "bill-of-3", "order-1"]);
  });

  test("filters by status", async () => {
    expect((await list("status=completed,failed")).rows).toEqual([]);
    expect((await list("status=pending")).total).toBe(4);
  });

  test.each([
    ["status=lost", /^400 no status 'lost'; there are /],
    ["sort=size", /^400 no sort column 'size'; there are createdAt/],
    ["direction=up", /^400 direction is ascending or descending/],
    ["limit=0", /^400 limit is a whole number from 1/],
    ["after=nonsense", /^400 after is not a cursor/],
  ])("refuses %s with the way out", async (parameters, fault) => {
    expect(await faultOf(get(`instances?hub=default&${parameters}`))).toMatch(fault);
  });

  test("of an unknown hub is not found, and making one is the clients' business", async () => {
    expect(await faultOf(get("instances?hub=nowhere"))).toMatch(/^404 Task hub not found: nowhere/);
  });
});

describe("one instance", () => {
  test("has its payloads as they were given", async () => {
    const detail = (await (await get("instance?hub=default&id=order-1")).json()) as DetailView;
    expect(detail.instance).toMatchObject({ name: "Ship", status: "pending" });
    expect(detail.input).toEqual({ text: '{"a":1}', length: 7 });
  });

  test("may have any id that the scheduler takes", async () => {
    const id = "daily@09:00+00:44 a/b?c=%25&d#..";
    await post("instances?hub=default", { instanceId: id, name: "Odd" });
    const response = await get(`instance?hub=default&id=${encodeURIComponent(id)}`);
    const detail = (await response.json()) as DetailView;
    expect(detail.instance.instanceId).toBe(id);
  });

  test("that is missing is not found, for looking and for sending", async () => {
    const fault = /^404 There is no instance 'lost' in task hub 'Default'/;
    expect(await faultOf(get("instance?hub=default&id=lost"))).toMatch(fault);
    const event = post("instance/events?hub=default&id=lost", { name: "go" });
    expect(await faultOf(event)).toMatch(fault);
  });
});

describe("requests that change something", () => {
  test("of a running id are refused as taken", async () => {
    const again = post("instances?hub=default", { instanceId: "order-1", name: "Ship" });
    expect(await faultOf(again)).toMatch(/^409 .*order-1/);
  });

  test.each([
    [{}, /^400 name is needed/],
    [{ name: "A", inptu: "1" }, /^400 no field 'inptu'; there are name, /],
    [{ name: "A", input: 1 }, /^400 field 'input' is a text/],
    [{ name: "A", tags: { a: 1 } }, /^400 field 'tags' is an object of texts/],
    [{ name: "A", input: "x".repeat(1_048_577) }, /^400 input has 1048577 bytes; the limit is/],
    [[], /^400 the body is a JSON object/],
  ])("say what is wrong with them", async (body, fault) => {
    expect(await faultOf(post("instances?hub=default", body))).toMatch(fault);
  });

  test("need a body that says it is JSON", async () => {
    const answer = post("instances?hub=default", { name: "A" }, { "Content-Type": "text/plain" });
    expect(await faultOf(answer)).toMatch(/^400 the body is a JSON object/);
  });

  test("are not taken from another origin", async () => {
    const answer = post("instances?hub=default", { name: "A" }, { Origin: "https://evil.example" });
    expect(await faultOf(answer)).toMatch(/^403 .*https:\/\/evil\.example/);
  });
});

test("changes are told as they happen", async () => {
  const response = await get("changes?hub=default");
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await post("instances?hub=default", { instanceId: "told", name: "Tell" });
  const chunk = await reader?.read();
  expect(chunk?.value).toContain('{"instanceIds":["told"],"all":false}');
  await reader?.cancel();
});

describe("the page", () => {
  test.each([
    "/",
    "/subscriptions/local/schedulers/emulator/taskhubs/default/orchestrations",
    "/subscriptions/default/schedulers/default/taskhubs/default/orchestrations/a%2Fb",
  ])("is at %s, never cached unasked, and runs nothing from elsewhere", async (path) => {
    const response = await fetch(emulator.dashboard + path);
    expect(await response.text()).toContain('<div id="root">');
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("has assets that may be kept for ever, and no others", async () => {
    const html = await (await fetch(emulator.dashboard)).text();
    const script = /src="(\/assets\/main-[^"]+\.js)"/.exec(html)?.[1];
    const response = await fetch(emulator.dashboard + script);
    expect(response.headers.get("content-type")).toContain("text/javascript");
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect((await fetch(`${emulator.dashboard}/assets/main-OLD.js`)).status).toBe(404);
  });

  test("leaves unknown API paths to be JSON errors", async () => {
    expect(await faultOf(get("v1/nothing"))).toMatch(/^404 Nothing is served at/);
  });
});
