import { createServer } from "node:http2";
import { createEndpointHandler } from "@restatedev/restate-sdk";
import { readOrder, runLoad } from "../drivers/load.ts";

/** Serves the handlers to Restate, and calls the one that is named after the scenario. */
export async function loadRestate(services) {
  const order = readOrder();
  const [ingress, admin] = order.address.split(" ");
  const server = createServer(createEndpointHandler({ services, logger: () => {} }));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const uri = `http://127.0.0.1:${server.address().port}`;
  await post(`http://127.0.0.1:${admin}/deployments`, { uri });
  const handler = order.scenario === "sequence-5" ? "sequence" : "fanOut";
  await runLoad(order, (number) =>
    post(`http://127.0.0.1:${ingress}/orchestration/${handler}`, number),
  );
  process.exit();
}

async function post(url, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
}
