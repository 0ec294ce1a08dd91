import {
  type FunctionRuntime,
  flexConsumption,
  type InstanceMemory,
} from "../../azure/flex-consumption.ts";
import { madeNameSuffixLength, nameRules } from "../../azure/name-rules.ts";
import { idRules } from "../../azure/resource-ids.ts";
import type { RoleName } from "../../azure/roles.ts";
import { checkId } from "../../checks/id-choice.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkOneOf } from "../../checks/one-of.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { checkWhole } from "../../checks/whole-number.ts";
import { type Planned, planUnless, type Refusal, refused } from "../../refusal.ts";
import type { SignIn } from "../access/app-access-plan.ts";
import { checkCanWork } from "../access/role-choice.ts";
import { checkManagedIdentity } from "../access/sign-in-choice.ts";
import { checkOwnSettings, type OwnSettings } from "../app-settings.ts";
import { hostSettingNames } from "./host-settings.ts";

/** What there is to decide about a function app. */
export interface FunctionAppChoices {
  /** The app's name in Azure, unique in the world; made by Pulumi when left out. */
  readonly appName?: string;
  readonly runtime: {
    readonly name: FunctionRuntime;
    /** As Azure writes it: `22` for Node, `8.0` for .NET, `3.12` for Python. */
    readonly version: string;
  };
  /** Memory of an instance in MiB: 512, 2048 or 4096. 2048 if left out. */
  readonly instanceMemory?: InstanceMemory;
  /** The most instances there may be, 1 to 1000. 100 if left out. */
  readonly instancesMax?: number;
  /** How many instances wait for orchestrations at all times; none if left out. */
  readonly alwaysReady?: number;
}

/** The choices, and what the arguments beside them say that a rule depends on. */
export interface FunctionAppFacts extends FunctionAppChoices {
  readonly access: { readonly role: RoleName; readonly signIn?: SignIn };
  readonly logs?: { readonly workspaceId: unknown };
  readonly subnetId?: unknown;
  readonly settings?: OwnSettings;
}

export interface FunctionAppPlan {
  readonly pulumiNames: {
    readonly app: string;
    readonly plan: string;
    readonly storage: string;
    readonly container: string;
    readonly insights: string;
  };
  readonly appName: string | undefined;
  readonly runtime: { readonly name: FunctionRuntime; readonly version: string };
  readonly scale: {
    readonly instanceMemoryMB: number;
    readonly maximumInstanceCount: number;
    readonly alwaysReady: { readonly name: string; readonly instanceCount: number }[];
  };
}

const shapes: Shapes = { appName: "text", runtime: "record", settings: "record" };

/** Decides what a `FunctionApp` component of this name creates. */
export function planFunctionApp(name: string, facts: FunctionAppFacts): Planned<FunctionAppPlan> {
  const subject = `FunctionApp "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { appName, runtime, instanceMemory = 2_048, instancesMax = 100, alwaysReady = 0 } = facts;
  const pulumiNames = {
    app: `${name}-app`,
    plan: `${name}-plan`,
    storage: storageNameOf(name),
    container: `${name}-packages`,
    insights: `${name}-insights`,
  };
  const storageName = { argument: "name", given: undefined, pulumiName: pulumiNames.storage };
  const refusals = [
    ...checkName(
      { argument: "appName", given: appName, pulumiName: pulumiNames.app },
      nameRules.site,
    ),
    ...checkName(storageName, nameRules.storageAccount),
    ...checkRuntime(runtime),
    ...checkOneOf("instanceMemory", instanceMemory, flexConsumption.instanceMemoryMebibytes),
    ...checkWhole("instancesMax", instancesMax, 1, flexConsumption.instancesMax),
    ...checkWhole("alwaysReady", alwaysReady, 0, instancesMax),
    ...checkCanWork(facts.access.role),
    ...checkManagedIdentity(facts.access),
    ...checkId("logs.workspaceId", facts.logs?.workspaceId, idRules.workspace),
    ...checkId("subnetId", facts.subnetId, idRules.subnet),
    ...checkOwnSettings(facts.settings, hostSettingNames),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiNames,
    appName,
    runtime,
    scale: {
      instanceMemoryMB: instanceMemory,
      maximumInstanceCount: instancesMax,
      alwaysReady:
        alwaysReady === 0
          ? []
          : [{ name: flexConsumption.durableGroup, instanceCount: alwaysReady }],
    },
  }));
}

/** A storage account's name is short, and has nothing but small letters and digits. */
function storageNameOf(name: string): string {
  const { lengthMax } = nameRules.storageAccount;
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return letters.slice(0, lengthMax - madeNameSuffixLength);
}

function checkRuntime(runtime: FunctionAppChoices["runtime"] | undefined): readonly Refusal[] {
  const version = runtime?.version;
  return [
    ...checkOneOf("runtime.name", runtime?.name, flexConsumption.runtimes),
    ...(typeof version === "string" && version !== "" ? [] : [noVersion]),
  ];
}

const noVersion: Refusal = {
  argument: "runtime.version",
  rule: "a runtime has a version, written as text",
  wayOut: 'set it, such as "22" for node',
};
