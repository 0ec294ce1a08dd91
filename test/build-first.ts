import { buildWhenStale } from "../scripts/build.ts";

/** Run once before the projects that test what is published. */
export async function setup(): Promise<void> {
  await buildWhenStale();
}
