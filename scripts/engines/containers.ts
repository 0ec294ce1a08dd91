import { type BaseImage, ensureBaseImage } from "./base-image.ts";
import { ensureContainerEngine } from "./container-engine.ts";

/** An engine with a base image in it: what building and running an image of ours takes. */
export async function ensureContainers(): Promise<BaseImage> {
  const engine = await ensureContainerEngine();
  return "missing" in engine ? engine : ensureBaseImage();
}
