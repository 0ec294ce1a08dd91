import { Client, type ClientReadableStream, credentials, Metadata } from "@grpc/grpc-js";
import { BackendServiceService, TaskHubSidecarServiceService } from "../grpc-js-client.ts";

/** A plain gRPC client: each call by its name, requests and responses as the protocol has them. */
export interface RpcClient<Service extends Methods> {
  call<Name extends keyof Service>(
    name: Name,
    request: Message<Service[Name]["requestDeserialize"]>,
  ): Promise<Message<Service[Name]["responseDeserialize"]>>;
  stream<Name extends keyof Service>(
    name: Name,
    request: Message<Service[Name]["requestDeserialize"]>,
  ): MessageStream<Message<Service[Name]["responseDeserialize"]>>;
  close(): void;
}

type MessageStream<Message> = ClientReadableStream<Message> & AsyncIterable<Message>;

type Methods = { readonly [name: string]: Method };

interface Method {
  readonly path: string;
  readonly requestSerialize: (message: never) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => unknown;
  readonly responseDeserialize: (bytes: Buffer) => unknown;
}

type Message<Deserialize extends (bytes: Buffer) => unknown> = ReturnType<Deserialize>;

/** What a caller says of itself: its hub, and the name of its worker. */
export interface Caller {
  readonly taskHub?: string;
  readonly workerId?: string;
}

export const connectBackend = (grpc: string, caller: Caller = {}) =>
  connect(BackendServiceService, grpc, caller);

export const connectSidecar = (grpc: string, caller: Caller = {}) =>
  connect(TaskHubSidecarServiceService, grpc, caller);

function connect<Service extends Methods>(
  service: Service,
  grpc: string,
  { taskHub = "default", workerId }: Caller,
): RpcClient<Service> {
  const client = new Client(new URL(grpc).host, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set("taskhub", taskHub);
  if (workerId !== undefined) metadata.set("workerid", workerId);
  const methodOf = (name: keyof Service) => {
    const { path, requestSerialize, responseDeserialize } = service[name] as Method;
    return [path, requestSerialize, responseDeserialize] as const;
  };
  return {
    call: (name, request) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(...methodOf(name), request as never, metadata, (error, response) =>
          error === null ? resolve(response as never) : reject(error),
        );
      }),
    stream(name, request) {
      const stream = client.makeServerStreamRequest(...methodOf(name), request as never, metadata);
      // A stream that is cancelled, or cut with its server, reports that as an error.
      stream.on("error", () => {});
      return stream as never;
    },
    close: () => client.close(),
  };
}

export type BackendClient = RpcClient<typeof BackendServiceService>;
