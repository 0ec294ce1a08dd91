import { test } from "vitest";
import { surviveKills } from "../sdk/javascript/kill-scenario.ts";

test("every acknowledged start completes over a hundred kills", async () => {
  await surviveKills(100);
});
