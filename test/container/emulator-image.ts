import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GenericContainer } from "testcontainers";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The name under which the tests build the image. */
export const image = "localhost/durable-task-kit:test";

/** What emulator/Dockerfile takes from outside when dist/ has been built. */
const contents = ["package.json", "LICENSE", "dist", "emulator/Dockerfile"];

/** Builds the image from emulator/Dockerfile and the built dist/. */
export async function buildImage(): Promise<void> {
  // A folder of its own: the engine is sent all of it, and the repository holds node_modules.
  const context = await mkdtemp(join(tmpdir(), "emulator-image-"));
  try {
    for (const path of contents) {
      await cp(join(root, path), join(context, path), { recursive: true });
    }
    await GenericContainer.fromDockerfile(context, "emulator/Dockerfile")
      .withTarget("from-dist")
      .build(image, { deleteOnExit: false });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
