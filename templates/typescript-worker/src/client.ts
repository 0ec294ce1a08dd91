import { OrchestrationStatus, TaskHubGrpcClient } from "@microsoft/durabletask-js";
import { connectionFrom } from "./connection.ts";
import { approve } from "./orchestrations/approve.ts";
import { greetCities } from "./orchestrations/greet-cities.ts";
import { measureTexts } from "./orchestrations/measure-texts.ts";
import { remind } from "./orchestrations/remind.ts";

const client = new TaskHubGrpcClient({
  ...connectionFrom(process.env),
  logger: { error: console.error, warn: console.warn, info() {}, debug() {} },
});

const started = {
  "chain of activities": await client.scheduleNewOrchestration(greetCities, [
    "Tokyo",
    "Seattle",
    "London",
  ]),
  "fan-out": await client.scheduleNewOrchestration(measureTexts, ["a", "bc", "def"]),
  timer: await client.scheduleNewOrchestration(remind, { seconds: 2, text: "stretch" }),
  "external event": await client.scheduleNewOrchestration(approve, "A new chair"),
};
await client.raiseOrchestrationEvent(started["external event"], "decision", "yes");

let failures = 0;
for (const [name, id] of Object.entries(started)) {
  const state = await client.waitForOrchestrationCompletion(id, true, 60);
  const status = state === undefined ? "MISSING" : OrchestrationStatus[state.runtimeStatus];
  if (status !== "COMPLETED") failures += 1;
  console.log(`${name.padEnd(20)} ${status.padEnd(10)} ${state?.serializedOutput ?? ""}  ${id}`);
}
await client.stop();
process.exitCode = failures === 0 ? 0 : 1;
