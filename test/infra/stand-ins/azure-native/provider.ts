/**
 * Stands in for the providers azure-native, kubernetes and docker-build, whose binaries download
 * from outside the package registries. It checks inputs and makes up outputs; what a deployment
 * consists of lives in the stack's state alone.
 */
import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { main, type Provider } from "@pulumi/pulumi/provider/index.js";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc.js";
import { callFunction } from "./functions.ts";
import type { ResourceInputs, ResourceKind } from "./resource-kind.ts";
import { resourceKind } from "./resource-kinds.ts";

const inputsKey = "__inputs";
/** Where a resource goes that names no region; Azure has a default in the provider's settings. */
const defaultLocation = "westeurope";

const provider: Provider = {
  version: "3.28.0",

  async check(urn, olds: ResourceInputs, news: ResourceInputs) {
    const kind = kindOf(urn);
    const failures = kind.required
      .filter((path) => valueAt(news, path) === undefined)
      .map((property) => ({ property, reason: `the input ${property} is required` }));
    return { inputs: { ...madeUpInputs(kind, urn, olds), ...news }, failures };
  },

  async diff(_id, urn, olds: ResourceInputs, news: ResourceInputs) {
    const { nameInput, fixed } = kindOf(urn);
    const before = inputsIn(olds);
    const keys = new Set([...Object.keys(before), ...Object.keys(news)]);
    const changed = [...keys].filter((key) => !isDeepStrictEqual(before[key], news[key]));
    // In a preview an unknown input most often stays as it was.
    const known = changed.filter((key) => news[key] !== unknownValue);
    const replaces = known.filter((key) => [nameInput, "location", ...fixed].includes(key));
    return { changes: changed.length > 0, replaces, deleteBeforeReplace: true };
  },

  async create(urn, inputs: ResourceInputs) {
    const kind = kindOf(urn);
    const id = kind.id(nameOf(kind, inputs), inputs);
    return { id, outs: outputsOf(kind, id, inputs) };
  },

  async read(id, _urn, properties) {
    return { id, props: properties };
  },

  async update(id, urn, _olds, news: ResourceInputs) {
    return { outs: outputsOf(kindOf(urn), id, news) };
  },

  async delete() {},

  async invoke(token, inputs: ResourceInputs) {
    return { outputs: callFunction(token, inputs) };
  },
};

await main(provider, process.argv.slice(2));

/** A URN is urn:pulumi:stack::project::parent types$type::name. */
function kindOf(urn: string): ResourceKind {
  return resourceKind(urn.split("::")[2]?.split("$").at(-1) ?? "");
}

/** The name and region for inputs that leave them out; the name once made up is kept. */
function madeUpInputs(kind: ResourceKind, urn: string, olds: ResourceInputs): ResourceInputs {
  const { nameInput, located } = kind;
  const made = `${urn.split("::").at(-1)}${randomBytes(4).toString("hex")}`;
  return {
    ...(nameInput === undefined ? {} : { [nameInput]: olds[nameInput] ?? made }),
    ...(located ? { location: defaultLocation } : {}),
  };
}

function nameOf({ nameInput }: ResourceKind, inputs: ResourceInputs): string {
  return nameInput === undefined ? "default" : String(inputs[nameInput]);
}

function outputsOf(kind: ResourceKind, id: string, inputs: ResourceInputs): ResourceInputs {
  const name = nameOf(kind, inputs);
  // A later diff is given the outputs only, so they carry the inputs too.
  return { ...inputs, name, ...kind.outputs({ id, name, inputs }), [inputsKey]: inputs };
}

function inputsIn(outputs: ResourceInputs): ResourceInputs {
  return recordOf(outputs[inputsKey]);
}

function valueAt(inputs: ResourceInputs, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) => (value === unknownValue ? value : recordOf(value)[key]),
      inputs,
    );
}

function recordOf(value: unknown): ResourceInputs {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
