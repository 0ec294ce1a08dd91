import { nameRules } from "../../azure/name-rules.ts";
import { idRules } from "../../azure/resource-ids.ts";
import { checkId } from "../../checks/id-choice.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { type Planned, planUnless, type Refusal, refused } from "../../refusal.ts";
import { type ImageRegistryPlan, planImageRegistry } from "./image-registry-plan.ts";

/** Where a worker's image comes from. */
export type ImageSource =
  /** It exists, in a registry that asks for no password: its name with tag or digest. */
  | { readonly reference: string; readonly context?: undefined }
  /** `pulumi up` builds it. */
  | ImageBuild;

export interface ImageBuild {
  /** The folder that the Dockerfile copies from, relative to the program's. */
  readonly context: string;
  readonly reference?: undefined;
  /** `Dockerfile` in the context if left out; relative to the program's folder. */
  readonly dockerfile?: string;
  /** The repository in the registry; the component's name if left out. */
  readonly repository?: string;
  /** Values of the Dockerfile's ARGs. Not for secrets. */
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/** The source, and what the arguments beside it say that a rule depends on. */
export interface AppImageFacts {
  readonly source: ImageSource;
  readonly registry?: { readonly registryId: unknown } | undefined;
}

export type AppImagePlan =
  | { readonly reference: string }
  | {
      readonly reference?: undefined;
      readonly pulumiName: string;
      readonly repository: string;
      readonly build: ImageBuild;
      /** Absent where there is one already. */
      readonly registry: ImageRegistryPlan | undefined;
    };

const shapes: Shapes = {
  source: {
    reference: "text",
    context: "text",
    dockerfile: "text",
    repository: "text",
    buildArgs: "record",
  },
};

/** Decides what an `AppImage` component of this name creates. */
export function planAppImage(name: string, facts: AppImageFacts): Planned<AppImagePlan> {
  const subject = `AppImage "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { source, registry } = facts;
  if (source?.context === undefined) {
    const reference = source?.reference;
    return planUnless(subject, reference ? [] : [noSource], () => ({ reference: reference ?? "" }));
  }
  const { repository = name } = source;
  const pulumiName = `${name}-image`;
  const own = registry === undefined ? planImageRegistry(name, {}) : undefined;
  const refusals = [
    ...(source.reference === undefined ? [] : [twoSources]),
    ...checkName(
      { argument: "source.repository", given: repository, pulumiName },
      nameRules.repository,
    ),
    ...checkId("registry.registryId", registry?.registryId, idRules.registry),
    ...(own === undefined || own.ok ? [] : own.refusals),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiName,
    repository,
    build: source,
    registry: own?.ok ? own.plan : undefined,
  }));
}

const noSource: Refusal = {
  argument: "source",
  rule: "an image exists or is built, got neither",
  wayOut: "set source.reference to an image, or source.context to a folder with a Dockerfile",
};

const twoSources: Refusal = {
  argument: "source.reference",
  rule: "an image exists or is built, got both",
  wayOut: "leave out source.reference or source.context",
};
