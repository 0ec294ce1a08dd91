import { hubNameRule, isHubName } from "../hub-name.ts";
import type { Hubs } from "../hubs.ts";
import { Fault, invalidArgument } from "./fault.ts";
import type { CreateTaskHubRequest } from "./generated/orchestrator_service.ts";
import { status } from "./transport/status.ts";

/** Creates the hub that the metadata names; an existing one stays as it is unless recreated. */
export async function createTaskHub(
  hubs: Hubs,
  name: string,
  { recreateIfExists }: CreateTaskHubRequest,
): Promise<object> {
  if (!isHubName(name)) {
    throw invalidArgument(`'${name}' is no task hub name; use ${hubNameRule}.`);
  }
  if (recreateIfExists) await hubs.remove(name);
  await hubs.create(name);
  return {};
}

/** Removes the hub that the metadata names, with all that is in it; its workers' streams end. */
export async function deleteTaskHub(hubs: Hubs, name: string): Promise<object> {
  if (await hubs.remove(name)) return {};
  throw unknownHub(name);
}

export function unknownHub(name: string): Fault {
  return new Fault(status.NOT_FOUND, `Task hub not found: ${name}`);
}
