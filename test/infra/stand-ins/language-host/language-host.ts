/**
 * Stands in for Pulumi's Node.js language host on machines where only Pulumi's own command could
 * be had. Every real installation has the real one, which the tests then use. It runs a program
 * as the real one does, through the runner that `@pulumi/pulumi` ships.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages, {
  type RunPluginRequest,
  type RunPluginResponse,
  type RunRequest,
  type RunResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
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
  runPlugin: runPolicyPack,
} satisfies UntypedServiceImplementation & {
  run: handleUnaryCall<RunRequest, RunResponse>;
  runPlugin: handleServerStreamingCall<RunPluginRequest, RunPluginResponse>;
};

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

/** The only plugins that the tests have in this language are policy packs. */
function runPolicyPack(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): void {
  const { request } = call;
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const { resolve } = createRequire(join(folder, "package.json"));
  const packRunner = resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const pack = spawn(process.execPath, [packRunner, ...request.getArgsList(), "."], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...Object.fromEntries(request.getEnvList().map(pairOf)) },
  });
  const write = (response: RunPluginResponse) => call.write(response);
  pack.stdout.on("data", (text) => write(new messages.RunPluginResponse().setStdout(text)));
  pack.stderr.on("data", (text) => write(new messages.RunPluginResponse().setStderr(text)));
  pack.on("close", (code) => {
    call.end(new messages.RunPluginResponse().setExitcode(code ?? 1));
  });
  call.on("cancelled", () => pack.kill());
}

function pairOf(variable: string): [string, string] {
  const at = variable.indexOf("=");
  return [variable.slice(0, at), variable.slice(at + 1)];
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
