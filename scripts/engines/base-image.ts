import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import type { ContainerRuntimeClient } from "testcontainers";
import { makeDebianRoot } from "./debian-root.ts";
import { findExecutable } from "./executable.ts";

/** The image that a Dockerfile of ours starts from, or why it cannot be had. */
export type BaseImage =
  | { readonly image: string; readonly installed: boolean }
  | { readonly missing: string };

type Docker = ContainerRuntimeClient["container"]["dockerode"];

const recipeLabel = "durable-task-kit.base-image.recipe";
const dockerfile = new URL("../../emulator/Dockerfile", import.meta.url);

/**
 * Sees to it that the engine has the emulator's base image: the one it holds, else the registry's,
 * else one of the same name made from Debian's packages and this project's own Node.
 * The container engine must have been ensured before.
 */
export async function ensureBaseImage(): Promise<BaseImage> {
  const { getContainerRuntimeClient, ImageName } = await import("testcontainers");
  const { container, image: images } = await getContainerRuntimeClient();
  const image = await baseImageName();
  const recipe = await recipeHash();
  const held = await heldRecipe(container.dockerode, image);
  if (held === "none of ours" || held === recipe) return { image, installed: false };
  if (held === undefined) {
    // The answer to a refused pull is a stream with an error in it: looking is what tells.
    await images.pull(ImageName.fromString(image)).catch(() => undefined);
    if ((await heldRecipe(container.dockerode, image)) !== undefined) {
      return { image, installed: true };
    }
  }
  if (findExecutable(["apt-get"]) === undefined) {
    return { missing: `${image} cannot be pulled, and it takes Debian to make one like it` };
  }
  process.stderr.write(`Making the base image ${image}, which cannot be pulled …\n`);
  const failure = await makeImage(container.dockerode, image, recipe);
  return failure === undefined
    ? { image, installed: true }
    : { missing: `${image} can neither be pulled nor made: ${failure}` };
}

async function baseImageName(): Promise<string> {
  const [, name] = /^ARG NODE_IMAGE=(\S+)$/m.exec(await readFile(dockerfile, "utf8")) ?? [];
  if (name === undefined) throw new Error("emulator/Dockerfile names no NODE_IMAGE");
  return name;
}

/** The recipe an image of this name was made by; undefined where there is no such image. */
async function heldRecipe(docker: Docker, image: string): Promise<string | undefined> {
  try {
    const { Config } = await docker.getImage(image).inspect();
    return Config.Labels?.[recipeLabel] ?? "none of ours";
  } catch (error) {
    if (error instanceof Error && "statusCode" in error && error.statusCode === 404)
      return undefined;
    throw error;
  }
}

/** Changes with whatever a made image is made of, Debian's updates excepted. */
async function recipeHash(): Promise<string> {
  const hash = createHash("sha256").update(await nodeVersion());
  for (const file of ["base-image.ts", "debian-root.ts"]) {
    hash.update(await readFile(new URL(file, import.meta.url)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Answers why it could not, or undefined. */
async function makeImage(
  docker: Docker,
  image: string,
  recipe: string,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "base-image-"));
  try {
    const root = join(folder, "root");
    const failure = await makeDebianRoot(root, nodeBinary());
    if (failure !== undefined) return failure;
    const archive = join(folder, "root.tar");
    // As anyone's files on this machine they are root's in the image.
    await execa("tar", ["--owner=0", "--group=0", "-C", root, "-cf", archive, "."]);
    // The whole name goes into `repo`: of `tag` by itself Podman takes no notice.
    const options = { repo: image, changes: `LABEL ${recipeLabel}=${recipe}` };
    await text(await docker.importImage(archive, options));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const isHeld = (await heldRecipe(docker, image)) === recipe;
  return isHeld ? undefined : "the engine did not take the image that was made for it";
}

/** This project's own Node, which its packages bring, rather than the machine's. */
function nodeBinary(): string {
  const packageFile = createRequire(import.meta.url).resolve("node/package.json");
  return join(dirname(packageFile), "bin", "node");
}

async function nodeVersion(): Promise<string> {
  return (await execa(nodeBinary(), ["--version"])).stdout;
}
