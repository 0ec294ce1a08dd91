/**
 * A Pulumi component that builds a worker's image and pushes it, as a part of `pulumi up`.
 * Needs `@pulumi/docker-build` beside what `durable-task-kit/infra` needs, and Docker to build.
 */
export { AppImage, type AppImageArgs } from "./components/image/app-image.ts";
export {
  type AppImageFacts,
  type AppImagePlan,
  type ImageBuild,
  type ImageSource,
  planAppImage,
} from "./components/image/app-image-plan.ts";
