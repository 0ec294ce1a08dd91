import { ArmError } from "./arm-error.ts";

/** The versions of the provider's API that are served, oldest first. */
export const apiVersions = [
  "2024-10-01-preview",
  "2025-04-01-preview",
  "2025-11-01",
  "2026-02-01",
  "2026-05-01-preview",
] as const;

export type ApiVersion = (typeof apiVersions)[number];

export const firstVersion: ApiVersion = apiVersions[0];

/** Whether what came with one version is there in another. */
export function includes(version: ApiVersion, since: ApiVersion): boolean {
  return apiVersions.indexOf(version) >= apiVersions.indexOf(since);
}

const wellFormed = /^\d{4}-\d{2}-\d{2}(-preview)?$/;

/** @throws ArmError when there is none or it is no date. */
export function givenVersion(text: string | undefined): string {
  if (text === undefined || text === "") {
    throw new ArmError(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  }
  if (wellFormed.test(text)) return text;
  throw new ArmError(
    400,
    "InvalidApiVersionParameter",
    `The api-version '${text}' is invalid; use a date such as ${apiVersions.at(-2)}.`,
  );
}

/**
 * The version that a request to the provider names.
 * @throws ArmError when the provider, or the type in that version, does not exist.
 */
export function providerVersion(
  text: string | undefined,
  type: string,
  since: ApiVersion,
): ApiVersion {
  const given = givenVersion(text);
  const version = apiVersions.find((known) => known === given);
  if (version !== undefined && includes(version, since)) return version;
  const supported = apiVersions.filter((known) => includes(known, since)).join(", ");
  if (version === undefined) {
    throw new ArmError(
      400,
      "NoRegisteredProviderFound",
      `No registered resource provider found for API version '${given}' and type '${type}'. ` +
        `The supported api-versions are '${supported}'.`,
    );
  }
  throw new ArmError(
    404,
    "InvalidResourceType",
    `The resource type '${type}' could not be found in the namespace 'Microsoft.DurableTask' ` +
      `for api version '${given}'. The supported api-versions are '${supported}'.`,
  );
}
