import { type Output, output } from "@pulumi/pulumi";
import { envFile } from "../../azure/env-file.ts";
import { settingsFor } from "../../azure/settings.ts";
import type { TaskHubReference } from "./task-hub.ts";

/**
 * The text of a `.env` file with which an app on a developer's machine uses this hub: signed in as
 * the developer where the hub is in Azure (see `DeployerAccess`), as nobody in the emulator.
 */
export function developerEnv({ endpoint, taskHubName }: TaskHubReference): Output<string> {
  return output({ endpoint, taskHub: taskHubName }).apply((hub) =>
    envFile(settingsFor({ ...hub, authentication: "DefaultAzure" })),
  );
}
