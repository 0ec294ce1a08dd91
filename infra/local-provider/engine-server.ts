/**
 * Answers Pulumi's engine over its own protocol. The server in `@pulumi/pulumi/provider` cannot
 * read a resource that is imported, nor say what an update will change; this one can.
 */
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import services, { type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { engineFailure } from "./engine-failure.ts";
import { Empty, Struct } from "./engine-messages.ts";
import type { LocalProvider } from "./provider.ts";
import type { Values } from "./wire-values.ts";

type Calls = Omit<
  IResourceProviderServer,
  "parameterize" | "call" | "list" | "construct" | "attach" | "getMapping" | "getMappings"
>;

/** Serves on a free port and says it on standard output, where the engine reads it. */
export function serveEngine(provider: LocalProvider): void {
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  server.addService(services.ResourceProviderService, callsOf(provider));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
}

function callsOf(provider: LocalProvider): Calls & UntypedServiceImplementation {
  return {
    ...lifecycleCalls(provider.version),
    ...resourceCalls(provider),
    invoke: answer(async (request) => {
      const outputs = await provider.invoke(request.getTok(), valuesOf(request.getArgs()));
      return new messages.InvokeResponse().setReturn(structOf(outputs));
    }),
  };
}

type LifecycleCalls = Pick<
  Calls,
  | "handshake"
  | "getPluginInfo"
  | "getSchema"
  | "checkConfig"
  | "diffConfig"
  | "configure"
  | "cancel"
>;

function lifecycleCalls(version: string): LifecycleCalls {
  return {
    handshake: answer(async () => new messages.ProviderHandshakeResponse().setAcceptSecrets(true)),
    getPluginInfo: answer(async () => new plugins.PluginInfo().setVersion(version)),
    getSchema: answer(async () => new messages.GetSchemaResponse().setSchema("{}")),
    checkConfig: answer(async (request) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: answer(async () => new messages.DiffResponse()),
    configure: answer(async () =>
      new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true),
    ),
    cancel: answer(async () => new Empty()),
  };
}

type ResourceCalls = Pick<Calls, "check" | "diff" | "create" | "read" | "update" | "delete">;

function resourceCalls(provider: LocalProvider): ResourceCalls {
  return {
    check: answer(async (request) => {
      const inputs = { before: valuesOf(request.getOlds()), now: valuesOf(request.getNews()) };
      const checked = await provider.check(request.getUrn(), inputs);
      const failures = checked.failures.map(({ property, reason }) =>
        new messages.CheckFailure().setProperty(property).setReason(reason),
      );
      return new messages.CheckResponse()
        .setInputs(structOf(checked.inputs))
        .setFailuresList(failures);
    }),
    diff: answer(async (request) => {
      const inputs = { before: valuesOf(request.getOldInputs()), now: valuesOf(request.getNews()) };
      const { changed, replaces } = provider.diff(request.getUrn(), inputs);
      const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
      return new messages.DiffResponse()
        .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList([...changed])
        .setReplacesList([...replaces])
        .setDeletebeforereplace(true);
    }),
    create: answer(async (request) => {
      // Without properties nothing is known of the resource before it is there.
      if (request.getPreview()) return new messages.CreateResponse().setProperties(structOf({}));
      const made = await provider.create(request.getUrn(), valuesOf(request.getProperties()));
      return new messages.CreateResponse().setId(made.id).setProperties(structOf(made.outputs));
    }, askedOf),
    read: answer(async (request) => {
      const earlier = request.hasInputs()
        ? { inputs: valuesOf(request.getInputs()), outputs: valuesOf(request.getProperties()) }
        : undefined;
      const found = await provider.read(request.getId(), request.getUrn(), earlier);
      // Without an id the engine takes the resource for gone.
      if (found === undefined) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(request.getId())
        .setInputs(structOf(found.inputs))
        .setProperties(structOf(found.outputs));
    }),
    update: answer(async (request) => {
      const [id, urn] = [request.getId(), request.getUrn()];
      const inputs = valuesOf(request.getNews());
      const outputs = request.getPreview()
        ? provider.expected(valuesOf(request.getOlds()), inputs)
        : await provider.update(id, urn, inputs);
      return new messages.UpdateResponse().setProperties(structOf(outputs));
    }),
    delete: answer(async (request) => {
      await provider.remove(request.getId(), request.getUrn());
      return new Empty();
    }),
  };
}

/** @param asked what the engine is to keep of a request that failed half way */
function answer<Request, Response>(
  handle: (request: Request) => Promise<Response>,
  asked: (request: Request) => Asked = () => undefined,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    handle(request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(engineFailure(error, asked(request))),
    );
  };
}

type Asked = ReturnType<typeof askedOf>;

function askedOf(request: InstanceType<typeof messages.CreateRequest>) {
  return request.getProperties();
}

interface Message {
  toJavaScript(): Values;
}

function valuesOf(message: Message | undefined): Values {
  return message?.toJavaScript() ?? {};
}

/** What is left out in JSON is left out here: the engine knows no undefined values. */
function structOf(values: Values) {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));
}
