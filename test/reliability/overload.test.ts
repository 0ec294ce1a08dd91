import { test } from "vitest";
import { surviveOverload } from "./overload-scenario.ts";

test("under overload the memory is bounded, and work for others goes on", async () => {
  await surviveOverload({
    queued: 10_000,
    idleStreams: 1_000,
    waiters: 2_000,
    largeStarts: 100,
    mebibytesMax: 1_024,
  });
});
