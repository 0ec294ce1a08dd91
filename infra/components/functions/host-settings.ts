import { interpolate, type Output } from "@pulumi/pulumi";
import type { AppSetting } from "../app-settings.ts";

/** What a function app's own machinery needs, reached by identity and never by key. */
export interface HostFacts {
  readonly storageName: Output<string>;
  readonly clientId: Output<string>;
  readonly insightsConnectionString: Output<string>;
}

const settingFrom: Readonly<Record<string, (host: HostFacts) => Output<string> | string>> = {
  AzureWebJobsStorage__accountName: ({ storageName }) => storageName,
  AzureWebJobsStorage__credential: () => "managedidentity",
  AzureWebJobsStorage__clientId: ({ clientId }) => clientId,
  APPLICATIONINSIGHTS_CONNECTION_STRING: ({ insightsConnectionString }) => insightsConnectionString,
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: ({ clientId }) =>
    interpolate`ClientId=${clientId};Authorization=AAD`,
};

export const hostSettingNames = Object.keys(settingFrom);

export function hostSettings(host: HostFacts): AppSetting[] {
  return Object.entries(settingFrom).map(([name, value]) => ({ name, value: value(host) }));
}
