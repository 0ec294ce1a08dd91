import { hubNameRule, isHubName } from "./hub-name.ts";

/** How an emulator is set up. */
export interface Options {
  /** The address that all ports listen on; `127.0.0.1` keeps other machines out. */
  readonly host: string;
  /** 0 takes any free port; so for the two others. */
  readonly grpcPort: number;
  readonly restPort: number;
  readonly dashboardPort: number;
  /** Where Azure's management clients connect by HTTPS; undefined: nowhere. */
  readonly managementPort: number | undefined;
  /** Where everything is kept; undefined keeps it in memory, for as long as the process lives. */
  readonly dataFolder: string | undefined;
  /** The task hubs that exist from the start. */
  readonly taskHubs: readonly string[];
  /** Whether a hub that is named for the first time is created. */
  readonly dynamicTaskHubs: boolean;
  /** Host names, besides its own, under which REST and dashboard may be asked. */
  readonly allowedHosts: readonly string[];
  /** Origins of web pages that may use REST; the emulator's own dashboard always may. */
  readonly allowedOrigins: readonly string[];
  /** Holds the token that every caller must send; made if missing. Undefined: none is asked for. */
  readonly authTokenFile: string | undefined;
  /** How many streams of work items one address may hold open at a time. */
  readonly streamsPerPeer: number;
  /** `full` survives a power cut, `normal` a killed process only and is faster. */
  readonly durability: "full" | "normal";
}

export const defaultOptions: Options = {
  host: "127.0.0.1",
  grpcPort: 8080,
  restPort: 8081,
  dashboardPort: 8082,
  managementPort: undefined,
  dataFolder: undefined,
  taskHubs: ["default"],
  dynamicTaskHubs: false,
  allowedHosts: [],
  allowedOrigins: [],
  authTokenFile: undefined,
  streamsPerPeer: 2_000,
  durability: "full",
};

/** The command keeps its data here unless told otherwise, relative to where it is started. */
export const defaultDataFolder = ".dtk/data";

/** An option that cannot be used: which one, its value, the rule and the way out. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

/** One setting of the command: its flag, its environment variable, what it does. */
export interface OptionEntry {
  readonly flag: string;
  /** How help shows the value; absent for a switch. */
  readonly value?: string;
  /** The official emulator's name where it has one. */
  readonly variable: string;
  /** The flag that, when given, goes before this entry's variable too. */
  readonly overruledBy?: string;
  readonly help: string;
  readonly apply: (options: Options, text: string, source: string) => Options;
}

export const optionTable: readonly OptionEntry[] = [
  {
    flag: "--host",
    value: "<address>",
    variable: "DTK_HOST",
    help: "address to listen on; 0.0.0.0 lets other machines in (default 127.0.0.1)",
    apply: (options, text, source) => ({ ...options, host: hostOf(text, source) }),
  },
  {
    flag: "--grpc-port",
    value: "<port>",
    variable: "DTK_GRPC_PORT",
    help: "where SDKs connect; 0 takes any free port (default 8080)",
    apply: (options, text, source) => ({ ...options, grpcPort: portOf(text, source) }),
  },
  {
    flag: "--rest-port",
    value: "<port>",
    variable: "DTK_REST_PORT",
    help: "REST API and health (default 8081)",
    apply: (options, text, source) => ({ ...options, restPort: portOf(text, source) }),
  },
  {
    flag: "--dashboard-port",
    value: "<port>",
    variable: "DTK_DASHBOARD_PORT",
    help: "the dashboard (default 8082)",
    apply: (options, text, source) => ({ ...options, dashboardPort: portOf(text, source) }),
  },
  {
    flag: "--management-port",
    value: "<port>",
    variable: "DTK_MANAGEMENT_PORT",
    help: "Azure's management API by HTTPS; 0 takes any free port (default: off)",
    apply: (options, text, source) => ({ ...options, managementPort: portOf(text, source) }),
  },
  {
    flag: "--data",
    value: "<folder>",
    variable: "DTK_DATA",
    help: `folder that keeps everything (default ${defaultDataFolder} in the current folder)`,
    apply: (options, text, source) => ({ ...options, dataFolder: folderOf(text, source) }),
  },
  {
    flag: "--in-memory",
    variable: "DTK_IN_MEMORY",
    overruledBy: "--data",
    help: "keep everything in memory and forget it at the end",
    apply: (options, text, source) =>
      switchOf(text, source) ? { ...options, dataFolder: undefined } : options,
  },
  {
    flag: "--task-hubs",
    value: "<names>",
    variable: "DTS_TASK_HUB_NAMES",
    help: "task hubs that exist from the start, separated by commas (default: default)",
    apply: (options, text, source) => ({ ...options, taskHubs: hubNamesOf(text, source) }),
  },
  {
    flag: "--dynamic-task-hubs",
    variable: "DTS_USE_DYNAMIC_TASK_HUBS",
    help: "create a task hub when it is named for the first time",
    apply: (options, text, source) => ({ ...options, dynamicTaskHubs: switchOf(text, source) }),
  },
  {
    flag: "--allowed-hosts",
    value: "<names>",
    variable: "DTK_ALLOWED_HOSTS",
    help: "more host names under which REST and dashboard answer, separated by commas",
    apply: (options, text, source) => ({ ...options, allowedHosts: hostNamesOf(text, source) }),
  },
  {
    flag: "--allowed-origins",
    value: "<origins>",
    variable: "DTK_ALLOWED_ORIGINS",
    help: "web pages that may use REST, such as http://localhost:3000, separated by commas",
    apply: (options, text, source) => ({ ...options, allowedOrigins: originsOf(text, source) }),
  },
  {
    flag: "--auth-token-file",
    value: "<file>",
    variable: "DTK_AUTH_TOKEN_FILE",
    help: "ask callers for the token in this file; made if it is missing (default: ask nobody)",
    apply: (options, text, source) => ({ ...options, authTokenFile: tokenFileOf(text, source) }),
  },
  {
    flag: "--streams-per-peer",
    value: "<count>",
    variable: "DTK_STREAMS_PER_PEER",
    help: "most worker streams that one address may hold open (default 2000)",
    apply: (options, text, source) => ({ ...options, streamsPerPeer: countOf(text, source) }),
  },
  {
    flag: "--durability",
    value: "<level>",
    variable: "DTK_DURABILITY",
    help: "full survives a power cut, normal only a killed process (default full)",
    apply: (options, text, source) => ({ ...options, durability: durabilityOf(text, source) }),
  },
];

/** What the command line gave, by flag; a switch that was set has the text "true". */
export type Flags = Readonly<Record<string, string | undefined>>;

/**
 * Flags first, then the environment, then the defaults. Pure.
 * @throws OptionError for the first value that cannot be used.
 */
export function optionsFrom(flags: Flags, environment: Flags): Options {
  refuseContradiction(flags);
  let options: Options = { ...defaultOptions, dataFolder: defaultDataFolder };
  for (const entry of optionTable) {
    const given = givenFor(entry, flags, environment);
    if (given !== undefined) options = entry.apply(options, given.text, given.source);
  }
  refuseSharedPort(options);
  return options;
}

/** The text of one setting and where it was read, as errors name it. */
function givenFor({ flag, variable, overruledBy }: OptionEntry, flags: Flags, environment: Flags) {
  const fromFlag = flags[flag];
  if (fromFlag !== undefined) return { text: fromFlag, source: `${flag} ${fromFlag}` };
  if (overruledBy !== undefined && flags[overruledBy] !== undefined) return undefined;
  const text = environment[variable];
  return text ? { text, source: `${variable}=${text}` } : undefined;
}

function refuseContradiction(flags: Flags): void {
  if (flags["--data"] === undefined || flags["--in-memory"] === undefined) return;
  throw new OptionError("--data and --in-memory exclude each other; give one of them.");
}

function refuseSharedPort(options: Options): void {
  const { grpcPort, restPort, dashboardPort, managementPort = 0 } = options;
  const ports = [grpcPort, restPort, dashboardPort, managementPort].filter((port) => port !== 0);
  const shared = ports.find((port, index) => ports.indexOf(port) !== index);
  if (shared === undefined) return;
  throw new OptionError(
    `Port ${shared} is given twice; --grpc-port, --rest-port, --dashboard-port and ` +
      "--management-port need one each (0 = any free one).",
  );
}

function hostOf(text: string, source: string): string {
  if (/^[\w.:-]+$/.test(text)) return text;
  throw new OptionError(`${source} is no address; use one such as 127.0.0.1 or 0.0.0.0.`);
}

function hostNamesOf(text: string, source: string): readonly string[] {
  return text.split(",").map((name) => hostOf(name.trim(), `${source}: '${name.trim()}'`));
}

function originsOf(text: string, source: string): readonly string[] {
  const origins = text.split(",").map((origin) => origin.trim());
  const wrong = origins.find((one) => !URL.canParse(one) || new URL(one).origin !== one);
  if (wrong === undefined) return origins;
  throw new OptionError(
    `${source}: '${wrong}' is no origin; use scheme, host and port, such as http://localhost:3000.`,
  );
}

function portOf(text: string, source: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new OptionError(`${source} is no port; use a number from 0 (any free one) to 65535.`);
}

function countOf(text: string, source: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= 1_000_000) return count;
  throw new OptionError(`${source} is no count; use a whole number from 1 to 1000000.`);
}

function tokenFileOf(text: string, source: string): string {
  if (text !== "") return text;
  throw new OptionError(`${source} names no file; give a path, or leave it out to ask nobody.`);
}

function folderOf(text: string, source: string): string {
  if (text !== "") return text;
  throw new OptionError(`${source} names no folder; give a path, or --in-memory for none.`);
}

const switchTexts = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function switchOf(text: string, source: string): boolean {
  const value = switchTexts.get(text.toLowerCase());
  if (value !== undefined) return value;
  throw new OptionError(`${source} is neither true nor false; use one of them.`);
}

function durabilityOf(text: string, source: string): Options["durability"] {
  if (text === "full" || text === "normal") return text;
  throw new OptionError(`${source} is no durability; use full or normal.`);
}

function hubNamesOf(text: string, source: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  const wrong = names.find((name) => !isHubName(name));
  if (wrong !== undefined) {
    throw new OptionError(`${source}: '${wrong}' is no task hub name; use ${hubNameRule}.`);
  }
  const keys = names.map((name) => name.toLowerCase());
  const twice = names.find((_, index) => keys.indexOf(keys[index] ?? "") !== index);
  if (twice !== undefined) {
    throw new OptionError(
      `${source}: '${twice}' is named twice (case does not count); name it once.`,
    );
  }
  return names;
}
