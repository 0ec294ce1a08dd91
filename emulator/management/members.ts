import { isRecord, type JsonRecord, recordOf } from "../rest/json-record.ts";
import { type ApiVersion, firstVersion, includes } from "./api-version.ts";
import type { Fault } from "./arm-error.ts";

/**
 * The members that a kind of resource has, by dotted path, each with the version it came with. A
 * path that begins another is an object of these members; every other one is a value.
 */
export type Members = Readonly<Record<string, ApiVersion>>;

/** What every resource has and no request sets. */
const common: Members = {
  id: firstVersion,
  name: firstVersion,
  type: firstVersion,
  systemData: firstVersion,
  "properties.provisioningState": firstVersion,
};

/** What a request names and its version does not have. */
export function unknownMembers(
  body: JsonRecord,
  members: Members,
  version: ApiVersion,
): readonly Fault[] {
  const all = { ...common, ...members };
  const paths = Object.keys(all);
  const faultsIn = (record: JsonRecord, prefix: string): Fault[] =>
    Object.entries(record).flatMap(([name, value]) => {
      const target = prefix + name;
      const since = all[target];
      const isObject = paths.some((path) => path.startsWith(`${target}.`));
      if (since === undefined && !isObject) return [unknown(target, paths, prefix)];
      if (since !== undefined && !includes(version, since)) return [tooNew(target, since, version)];
      return isObject && isRecord(value) ? faultsIn(value, `${target}.`) : [];
    });
  return faultsIn(body, "");
}

function unknown(target: string, paths: readonly string[], prefix: string): Fault {
  const siblings = paths.flatMap((path) =>
    path.startsWith(prefix) ? [path.slice(prefix.length).split(".")[0]] : [],
  );
  const known = [...new Set(siblings)].join(", ");
  return { target, message: `is not a member; there are ${known}` };
}

function tooNew(target: string, since: ApiVersion, version: ApiVersion): Fault {
  return { target, message: `is not in api-version ${version}; it came with ${since}` };
}

/** The part of a record that a version does not have: a request in that version leaves it alone. */
export function hiddenPart(record: JsonRecord, members: Members, version: ApiVersion): JsonRecord {
  return pick(record, members, "", (since) => !includes(version, since));
}

/** The part of a record that a version has. */
export function visiblePart(record: JsonRecord, members: Members, version: ApiVersion): JsonRecord {
  return pick(record, members, "", (since) => includes(version, since));
}

function pick(
  record: JsonRecord,
  members: Members,
  prefix: string,
  isWanted: (since: ApiVersion) => boolean,
): JsonRecord {
  const paths = Object.keys(members);
  const entries = Object.entries(record).flatMap(([name, value]): [string, unknown][] => {
    const path = prefix + name;
    const isObject = paths.some((other) => other.startsWith(`${path}.`));
    if (isObject) return [[name, pick(recordOf(value) ?? {}, members, `${path}.`, isWanted)]];
    return isWanted(members[path] ?? firstVersion) ? [[name, value]] : [];
  });
  return Object.fromEntries(entries);
}

/** JSON merge patch (RFC 7396): null removes, objects merge, everything else replaces. */
export function mergePatch(target: JsonRecord, patch: JsonRecord): JsonRecord {
  const merged: Record<string, unknown> = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else if (isRecord(value)) merged[name] = mergePatch(recordOf(merged[name]) ?? {}, value);
    else merged[name] = value;
  }
  return merged;
}
