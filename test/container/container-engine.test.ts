import { afterEach, expect, test, vi } from "vitest";
import { ensureContainerEngine } from "../../scripts/engines/container-engine.ts";

afterEach(() => vi.unstubAllEnvs());

test.for(["unix:///nowhere/docker.sock", "tcp://127.0.0.1:1", "127.0.0.1:2375"])(
  "DOCKER_HOST=%s is a choice: when nothing answers there, no other engine is taken",
  async (host) => {
    vi.stubEnv("DOCKER_HOST", host);
    expect(await ensureContainerEngine()).toEqual({
      missing: `nothing answers at DOCKER_HOST=${host}; start it, or unset DOCKER_HOST`,
    });
  },
);
