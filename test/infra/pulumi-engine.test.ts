import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { ensurePulumi } from "../../scripts/engines/pulumi.ts";

afterEach(() => vi.unstubAllEnvs());

test("without pulumi and go, it says that both are missing and writes nothing", async () => {
  const empty = await mkdtemp(join(tmpdir(), "no-engine-"));
  vi.stubEnv("PATH", empty);
  vi.stubEnv("XDG_CACHE_HOME", empty);
  expect(await ensurePulumi()).toEqual({
    missing: expect.stringMatching(/^no pulumi on PATH, and no go to build it with; install /),
  });
  expect(await readdir(empty)).toEqual([]);
  await rm(empty, { recursive: true });
});
