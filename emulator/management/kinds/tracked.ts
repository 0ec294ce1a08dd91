import { type JsonRecord, recordOf, textOf } from "../../rest/json-record.ts";
import { ArmError, type Fault } from "../arm-error.ts";
import type { Resource } from "../resource.ts";

/**
 * The region, in the form that Azure compares: lower case, no spaces.
 * @throws ArmError when it is missing, no region's name, or not that of the existing resource.
 */
export function locationOf(body: JsonRecord, previous: Resource | undefined): string {
  const given = textOf(body.location) ?? previous?.location;
  if (given === undefined) {
    throw new ArmError(
      400,
      "LocationRequired",
      "The location property is required for this definition.",
    );
  }
  const location = given.toLowerCase().replaceAll(" ", "");
  if (!/^[a-z0-9]{2,50}$/.test(location)) {
    throw new ArmError(
      400,
      "LocationNotAvailableForResourceType",
      `The provided location '${given}' is not a region; use one such as 'northcentralus'.`,
    );
  }
  if (previous?.location !== undefined && previous.location !== location) {
    throw new ArmError(
      409,
      "InvalidResourceLocation",
      `The resource '${previous.name}' already exists in location '${previous.location}'. A ` +
        `resource with the same name cannot be created in location '${location}'. ` +
        "Please select a new resource name.",
    );
  }
  return location;
}

const tagCountMax = 50;
const tagNameLengthMax = 512;
const tagValueLengthMax = 256;

export function tagsOf(body: JsonRecord, faults: Fault[]): Readonly<Record<string, string>> {
  const entries = Object.entries(recordOf(body.tags) ?? {});
  if (entries.length > tagCountMax) {
    faults.push({ target: "tags", message: `has ${entries.length}; at most ${tagCountMax}` });
  }
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const text = textOf(value);
      const isShort = name.length <= tagNameLengthMax && (text?.length ?? 0) <= tagValueLengthMax;
      if (text !== undefined && isShort) return [[name, text]];
      const message =
        text === undefined
          ? "is no text"
          : `is too long; a name has at most ${tagNameLengthMax} characters, ` +
            `a value ${tagValueLengthMax}`;
      faults.push({ target: `tags.${name}`, message });
      return [];
    }),
  );
}
