import { test } from "vitest";
import { surviveKills } from "../sdk/javascript/kill-scenario.ts";

test("what was acknowledged has happened after two hundred kills", async () => {
  await surviveKills(200, Date.now());
});
