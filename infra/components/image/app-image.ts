import { Image } from "@pulumi/docker-build/image.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  type Output,
  output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import type { Placement } from "../placement.ts";
import { type ImageBuild, type ImageSource, planAppImage } from "./app-image-plan.ts";
import { ImageRegistry, type RegistryReference } from "./image-registry.ts";
import { registryLogin } from "./registry-login.ts";

/** The placement is that of the registry which is made when none is given. */
export interface AppImageArgs extends Placement {
  readonly source: ImageSource;
  /** Where a built image goes: an `ImageRegistry` component, or the facts about another. */
  readonly registry?: RegistryReference | undefined;
}

/**
 * A worker's image: one that exists, or one that `pulumi up` builds with Docker's BuildKit and
 * pushes, as whoever deploys. It is built anew when a file in its context has changed.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class AppImage extends ComponentResource {
  /**
   * What hosts are to run. A built image is named with its digest, so that a worker starts anew
   * when it has changed, and only then.
   */
  readonly reference: Output<string>;
  /** Where hosts pull it from; undefined where no password is asked. */
  readonly registry?: RegistryReference | undefined;

  constructor(name: string, args: AppImageArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planAppImage(name, args));
    super("durable-task-kit:infra:AppImage", name, {}, options);
    if (plan.reference !== undefined) {
      this.reference = output(plan.reference);
    } else {
      const { resourceGroupName, location, tags } = args;
      const place = { resourceGroupName, location, tags };
      this.registry = args.registry ?? new ImageRegistry(name, place, { parent: this });
      const { loginServer } = this.registry;
      const tag = interpolate`${loginServer}/${plan.repository}:latest`;
      this.reference = this.#build(plan.pulumiName, plan.build, tag, loginServer);
    }
    this.registerOutputs({ reference: this.reference });
  }

  #build(
    pulumiName: string,
    { context, dockerfile, buildArgs }: ImageBuild,
    tag: Output<string>,
    loginServer: Input<string>,
  ): Output<string> {
    const image = new Image(
      pulumiName,
      {
        tags: [tag],
        context: { location: context },
        ...(dockerfile && { dockerfile: { location: dockerfile } }),
        ...(buildArgs && { buildArgs }),
        // The hosts of this kit run Linux on x64, whatever the deployer's machine is.
        platforms: ["linux/amd64"],
        push: true,
        // A preview must not take the minutes that a build takes.
        buildOnPreview: false,
        registries: [registryLogin(loginServer, this)],
      },
      { parent: this },
    );
    return image.ref;
  }
}
