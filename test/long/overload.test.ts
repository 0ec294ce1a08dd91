import { test } from "vitest";
import { surviveOverload } from "../reliability/overload-scenario.ts";

test("a hundred thousand queued instances and large payloads stay in bounded memory", async () => {
  await surviveOverload({
    queued: 100_000,
    idleStreams: 1_000,
    waiters: 2_000,
    largeStarts: 500,
    mebibytesMax: 2_048,
  });
});
