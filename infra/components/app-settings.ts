import type { Input } from "@pulumi/pulumi";
import { settingNames, settings, settingsFor } from "../azure/settings.ts";
import type { Refusal } from "../refusal.ts";
import type { AppAccess } from "./access/app-access.ts";

/** Settings of an app's own, beside those for its task hub. Not for secrets. */
export type OwnSettings = Readonly<Record<string, Input<string>>>;

export interface AppSetting {
  readonly name: string;
  readonly value: Input<string>;
}

/** The whole environment of an app that has this access. */
export function appSettings(access: AppAccess, own: OwnSettings = {}): AppSetting[] {
  const ofAccess = settings.map(({ name }) => ({
    name,
    value: access.connection.apply((connection) => settingsFor(connection)[name] ?? ""),
  }));
  return [...ofAccess, ...Object.entries(own).map(([name, value]) => ({ name, value }))];
}

/** Refuses settings that the app's access sets, or its host does. */
export function checkOwnSettings(
  own: OwnSettings = {},
  ofHost: readonly string[] = [],
): readonly Refusal[] {
  return Object.keys(own).flatMap((setting) => {
    if (settingNames.has(setting)) return [settingTaken(setting, "access to its task hub")];
    return ofHost.includes(setting) ? [settingTaken(setting, "host")] : [];
  });
}

function settingTaken(setting: string, setter: string): Refusal {
  return {
    argument: `settings.${setting}`,
    rule: `it is set by the app's ${setter}`,
    wayOut: "remove it, or choose another name",
  };
}
