import {
  type AppServiceSku,
  appServiceInstancesMax,
  appServiceSkus,
} from "../../azure/app-service-skus.ts";
import { nameRules } from "../../azure/name-rules.ts";
import { idRules } from "../../azure/resource-ids.ts";
import type { RoleName } from "../../azure/roles.ts";
import { checkId } from "../../checks/id-choice.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkOneOf } from "../../checks/one-of.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { checkWhole } from "../../checks/whole-number.ts";
import { type Planned, planUnless, refused } from "../../refusal.ts";
import type { SignIn } from "../access/app-access-plan.ts";
import { checkCanWork } from "../access/role-choice.ts";
import { checkManagedIdentity } from "../access/sign-in-choice.ts";
import { checkOwnSettings, type OwnSettings } from "../app-settings.ts";
import { checkHealth, type HealthCheck } from "../health-choice.ts";

/** What there is to decide about a worker on App Service. */
export interface AppServiceWorkerChoices {
  /** The app's name in Azure, unique in the world; made by Pulumi when left out. */
  readonly appName?: string;
  /** The size of an instance, and its price. */
  readonly sku: AppServiceSku;
  /** How many instances run, 1 to 30. 1 if left out; App Service knows nothing of waiting work. */
  readonly instances?: number;
  /** Where the container answers; App Service stops one that does not. */
  readonly health: HealthCheck;
}

/** The choices, and what the arguments beside them say that a rule depends on. */
export interface AppServiceWorkerFacts extends AppServiceWorkerChoices {
  readonly access: { readonly role: RoleName; readonly signIn?: SignIn };
  readonly registry?: { readonly registryId: unknown } | undefined;
  readonly subnetId?: unknown;
  readonly settings?: OwnSettings;
}

export interface AppServiceWorkerPlan {
  readonly pulumiNames: { readonly app: string; readonly plan: string };
  readonly appName: string | undefined;
  readonly sku: { readonly name: AppServiceSku; readonly capacity: number };
  readonly health: HealthCheck;
}

/** Settings that this host sets. */
export const portSetting = "WEBSITES_PORT";

const shapes: Shapes = {
  appName: "text",
  sku: "text",
  health: { path: "text" },
  settings: "record",
};

/** Decides what an `AppServiceWorker` component of this name creates. */
export function planAppServiceWorker(
  name: string,
  facts: AppServiceWorkerFacts,
): Planned<AppServiceWorkerPlan> {
  const subject = `AppServiceWorker "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { appName, sku, instances = 1, health, access } = facts;
  const pulumiNames = { app: `${name}-app`, plan: `${name}-plan` };
  const nameChoice = { argument: "appName", given: appName, pulumiName: pulumiNames.app };
  const refusals = [
    ...checkName(nameChoice, nameRules.site),
    ...checkOneOf("sku", sku, appServiceSkus),
    ...checkWhole("instances", instances, 1, appServiceInstancesMax),
    ...checkHealth(health),
    ...checkCanWork(access.role),
    ...checkManagedIdentity(access),
    ...checkId("registry.registryId", facts.registry?.registryId, idRules.registry),
    ...checkId("subnetId", facts.subnetId, idRules.subnet),
    ...checkOwnSettings(facts.settings, [portSetting]),
  ];
  return planUnless(subject, refusals, () => ({
    pulumiNames,
    appName,
    sku: { name: sku, capacity: instances },
    health,
  }));
}
