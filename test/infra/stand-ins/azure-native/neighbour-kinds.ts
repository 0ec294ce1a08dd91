import { type ResourceInputs, type ResourceKind, recordAt, textAt } from "./resource-kind.ts";

/** The same digest for whatever is built: the stand-in builds nothing. */
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

const image: ResourceKind = {
  required: ["push", "tags", "context.location"],
  located: false,
  id: () => digest,
  fixed: [],
  outputs: ({ inputs }) => ({ digest, contextHash: "built", ref: `${firstTag(inputs)}@${digest}` }),
};

/** An object in a Kubernetes cluster, named by its metadata. */
function kubernetesObject(required: readonly string[]): ResourceKind {
  return {
    required: ["metadata.name", ...required],
    located: false,
    id: (_name, inputs) => {
      const { namespace = "", name } = recordAt(inputs, "metadata");
      return `${namespace}/${name}`;
    },
    fixed: [],
    outputs: () => ({}),
  };
}

/** What other providers make. */
export const neighbourKinds: Readonly<Record<string, ResourceKind>> = {
  "docker-build:index:Image": image,
  "kubernetes:core/v1:Namespace": kubernetesObject([]),
  "kubernetes:core/v1:ServiceAccount": kubernetesObject(["metadata.namespace"]),
  "kubernetes:apps/v1:Deployment": kubernetesObject([
    "metadata.namespace",
    "spec.selector",
    "spec.template.spec.containers",
  ]),
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": kubernetesObject([
    "metadata.namespace",
    "spec.scaleTargetRef.name",
    "spec.maxReplicas",
  ]),
};

function firstTag(inputs: ResourceInputs): string {
  const { tags } = inputs;
  return Array.isArray(tags) ? String(tags[0]) : textAt(inputs, "tags");
}
