import { partsOf } from "../../infra/azure/connection-string.ts";
import { settings } from "../../infra/azure/settings.ts";

/** Variables by name, from a shell or a `.env` file. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A value, and the variable that has it. */
export interface Said {
  readonly name: string;
  readonly value: string;
}

/** What an app of these settings knows of its task hub; every SDK reads names of its own. */
export interface AppSettings {
  /** Under all of its names, the canonical one first. */
  readonly connectionString: readonly Said[];
  readonly endpoint: readonly Said[];
  readonly taskHub: readonly Said[];
}

/** Which task hub an app would use. */
export interface AppConnection {
  readonly endpoint: URL;
  readonly taskHub: string;
}

export function appSettings(given: Variables): AppSettings {
  const saidOf = (fact: keyof AppSettings) =>
    settings.flatMap(({ name, says }) => {
      const value = given[name];
      return says === fact && value ? [{ name, value }] : [];
    });
  return {
    connectionString: saidOf("connectionString"),
    endpoint: saidOf("endpoint"),
    taskHub: saidOf("taskHub"),
  };
}

/** Where the app connects to; undefined where the settings do not say. */
export function appConnection(app: AppSettings): AppConnection | undefined {
  const parts = partsOf(app.connectionString[0]?.value ?? "");
  const endpoint = parts.get("endpoint") || app.endpoint[0]?.value;
  const taskHub = parts.get("taskhub") || app.taskHub[0]?.value;
  if (!isAddress(endpoint) || !taskHub) return undefined;
  return { endpoint: new URL(endpoint), taskHub };
}

export function isAddress(text: string | undefined): text is string {
  return text !== undefined && /^https?:\/\//.test(text) && URL.canParse(text);
}
