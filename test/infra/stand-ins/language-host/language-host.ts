/**
 * Stands in for Pulumi's Node.js language host on machines where only Pulumi's own command could
 * be had. Every real installation has the real one, which the tests then use. It runs a program
 * as the real one does, through the runner that `@pulumi/pulumi` ships.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages, { type RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";

/** The runner's exit code for an error that it has shown to the user already. */
const exitAfterShownError = 32;
const runner = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run");

const host: UntypedServiceImplementation = {
  handshake: answer(() => new messages.LanguageHandshakeResponse()),
  getPluginInfo: answer(() => new plugins.PluginInfo().setVersion("0.0.0")),
  getRequiredPackages: answer(() => new messages.GetRequiredPackagesResponse()),
  getRequiredPlugins: answer(() => new messages.GetRequiredPluginsResponse()),
  about: answer(() => new messages.AboutResponse().setExecutable(process.execPath)),
  run: ({ request }, callback) => {
    runProgram(request).then((response) => callback(null, response), callback);
  },
} satisfies UntypedServiceImplementation & { run: handleUnaryCall<RunRequest, RunResponse> };

const server = new Server();
server.addService(services.LanguageRuntimeService, host);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  // The engine reads the port from the first line.
  process.stdout.write(`${port}\n`);
});

function answer<Response>(make: () => Response): handleUnaryCall<unknown, Response> {
  return (_call, callback) => callback(null, make());
}

function runProgram(request: RunRequest): Promise<RunResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<RunResponse>();
  const program = spawn(process.execPath, [runner, ...runnerArguments(request)], {
    // Standard output is the engine's: it has only the port.
    stdio: ["ignore", process.stderr, process.stderr],
    env: { ...process.env, ...configurationOf(request) },
  });
  program.on("error", reject);
  program.on("exit", (code) => resolve(outcomeOf(code)));
  return promise;
}

function runnerArguments(request: RunRequest): readonly string[] {
  const options: Readonly<Record<string, string | undefined>> = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress(),
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getInfo()?.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  return [
    ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    request.getInfo()?.getEntryPoint() ?? ".",
  ];
}

/** The engine starts the host with its own address as the only argument that is not a flag. */
function engineAddress(): string | undefined {
  return process.argv.slice(2).find((argument) => !argument.startsWith("-"));
}

function configurationOf(request: RunRequest): Readonly<Record<string, string>> {
  const values = Object.fromEntries(request.getConfigMap().getEntryList());
  return {
    PULUMI_CONFIG: JSON.stringify(values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}

function outcomeOf(code: number | null): RunResponse {
  const response = new messages.RunResponse();
  if (code === 0) return response;
  if (code === exitAfterShownError) return response.setBail(true);
  return response.setError(`the program ended with exit code ${code}`);
}
