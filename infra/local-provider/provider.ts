import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { DeclaredInputs } from "./declared-inputs.ts";
import type { ProviderSettings } from "./emulator-address.ts";
import type { CallFunction } from "./functions.ts";
import type { Earlier } from "./inputs-read.ts";
import type { Keeper } from "./keeper.ts";
import { missingInputs } from "./missing-inputs.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { resourceKind } from "./resource-kinds.ts";
import { inputsInPath, nameInput } from "./resource-path.ts";
import { isRecord, isUnknown, plain, type Values } from "./wire-values.ts";

export interface ProviderPorts {
  readonly declared: DeclaredInputs;
  readonly settings: ProviderSettings;
  /** Who has the resources of this kind. */
  readonly keeperOf: (token: string) => Keeper;
  readonly callFunction: CallFunction;
}

/** The inputs of a resource, at the last deployment and in this one. */
export interface InputsInTime {
  readonly before: Values;
  readonly now: Values;
}

export interface Checked {
  readonly inputs: Values;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/** Azure's resources, for an engine that deploys to this machine. */
export interface LocalProvider {
  /** The azure-native that it stands in for. */
  readonly version: string;
  check(urn: string, inputs: InputsInTime): Promise<Checked>;
  /** The inputs that differ, and those of them that only a new resource can have. */
  diff(
    urn: string,
    inputs: InputsInTime,
  ): { readonly changed: readonly string[]; readonly replaces: readonly string[] };
  create(urn: string, inputs: Values): ReturnType<Keeper["create"]>;
  read(id: string, urn: string, earlier: Earlier | undefined): Promise<Earlier | undefined>;
  update(id: string, urn: string, inputs: Values): Promise<Values>;
  /** The outputs to expect of an update, before it is made. */
  expected(outputs: Values, inputs: Values): Values;
  remove(id: string, urn: string): Promise<void>;
  readonly invoke: CallFunction;
}

/** Speaks azure-native's types, and keeps what is deployed with the keepers. */
export function createProvider(ports: ProviderPorts): LocalProvider {
  const { declared, settings, keeperOf } = ports;
  const keeper = (urn: string) => keeperOf(tokenOf(urn));
  return {
    version: declared.version,

    async check(urn, { before, now }) {
      await keeper(urn).ready();
      const fields = declared.ofKind(tokenOf(urn)) ?? new Map();
      const made = madeUpInputs(urn, before, fields.has("location"), settings);
      const inputs = { ...made, ...now };
      const failures = missingInputs(declared, fields, inputs).map((property) => ({
        property,
        reason: `the input ${property} is required`,
      }));
      return { inputs, failures };
    },

    diff(urn, { before, now }) {
      const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
      const changed = keys.filter((key) => !isDeepStrictEqual(plain(before[key]), plain(now[key])));
      const fixed = fixedInputs(resourceKind(tokenOf(urn)));
      // In a preview an unknown input most often stays as it was.
      const replaces = changed.filter((key) => fixed.has(key) && !isUnknown(now[key]));
      return { changed, replaces };
    },

    create: (urn, inputs) => keeper(urn).create(inputs),
    read: (id, urn, earlier) => keeper(urn).read(id, earlier),
    update: (id, urn, inputs) => keeper(urn).update(id, inputs),
    expected: overlaid,
    remove: (id, urn) => keeper(urn).remove(id),
    invoke: ports.callFunction,
  };
}

/** A URN is urn:pulumi:stack::project::parent types$type::name. */
function tokenOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The name and region for inputs that leave them out; the name once made up is kept. */
function madeUpInputs(
  urn: string,
  olds: Values,
  isLocated: boolean,
  { location }: ProviderSettings,
): Values {
  const named = nameInput(resourceKind(tokenOf(urn)).path);
  const made = `${urn.split("::").at(-1)}${randomBytes(4).toString("hex")}`;
  return {
    ...(named === undefined ? {} : { [named]: olds[named] ?? made }),
    ...(isLocated ? { location } : {}),
  };
}

function fixedInputs({ path, fixed = [] }: ResourceKind): ReadonlySet<string> {
  return new Set([...inputsInPath(path), "location", ...fixed]);
}

/** What the service adds by itself stays; what an input says of the same is replaced by it. */
function overlaid(outputs: Values, inputs: Values): Values {
  const merged = Object.entries(inputs).map(([name, input]) => {
    const output = outputs[name];
    return [name, isRecord(output) && isRecord(input) ? overlaid(output, input) : input];
  });
  return { ...outputs, ...Object.fromEntries(merged) };
}
