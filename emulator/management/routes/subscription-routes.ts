import { type Context, Hono } from "hono";
import { apiVersions, givenVersion, includes } from "../api-version.ts";
import { ArmError } from "../arm-error.ts";
import { childKinds } from "../kinds/all-kinds.ts";
import { scheduler } from "../kinds/scheduler.ts";
import { ancestorId, namespace } from "../resource.ts";
import { shortType, subscriptionOf } from "../target.ts";
import type { RouteContext } from "./environment.ts";
import { providerOperations } from "./provider-operations.ts";

/** The subscription that is listed before anything was created; any other may be used as well. */
const usualSubscription = "00000000-0000-0000-0000-000000000001";

/** Tenants, subscriptions, and what the provider says of itself. */
export function subscriptionRoutes({ plane, view }: RouteContext): Hono {
  const { tenantId } = view;
  const subscriptionView = (subscriptionId: string) => ({
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId,
    displayName: "Durable Task emulator",
    state: "Enabled",
  });
  const versioned = (context: Context) => givenVersion(context.req.query("api-version"));
  return new Hono()
    .get("/tenants", (context) => {
      versioned(context);
      return context.json({ value: [{ id: `/tenants/${tenantId}`, tenantId }] });
    })
    .get("/subscriptions", (context) => {
      versioned(context);
      const groups = plane.records.all("resourceGroups");
      const used = groups.map(({ id }) => ancestorId(id, 1).replace("/subscriptions/", ""));
      const ids = [...new Set([usualSubscription, ...used.map((id) => id.toLowerCase())])];
      return context.json({ value: ids.map(subscriptionView) });
    })
    .get("/subscriptions/:subscription", (context) => {
      versioned(context);
      return context.json(subscriptionView(subscriptionOf(context)));
    })
    .get("/subscriptions/:subscription/providers", (context) => {
      versioned(context);
      return context.json({ value: [providerView(subscriptionOf(context))] });
    })
    .get("/subscriptions/:subscription/providers/:namespace", (context) => {
      versioned(context);
      return context.json(provider(context));
    })
    .post("/subscriptions/:subscription/providers/:namespace/register", (context) => {
      versioned(context);
      return context.json(provider(context));
    })
    .get(`/providers/${namespace}/operations`, (context) => {
      versioned(context);
      return context.json({ value: providerOperations });
    });
}

function provider(context: Context): object {
  const given = context.req.param("namespace") ?? "";
  if (given === namespace) return providerView(subscriptionOf(context));
  throw new ArmError(
    404,
    "InvalidResourceNamespace",
    `The resource namespace '${given}' is invalid; this emulator has ${namespace} alone.`,
  );
}

function providerView(subscription: string): object {
  return {
    id: `/subscriptions/${subscription}/providers/${namespace}`,
    namespace,
    registrationState: "Registered",
    registrationPolicy: "RegistrationRequired",
    resourceTypes: [scheduler, ...childKinds].map((kind) => ({
      resourceType: shortType(kind),
      apiVersions: apiVersions.filter((version) => includes(version, kind.since)).toReversed(),
      locations: [],
      ...(kind === scheduler && { capabilities: "SupportsTags, SupportsLocation" }),
    })),
  };
}
