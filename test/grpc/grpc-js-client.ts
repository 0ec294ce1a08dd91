import {
  type CallOptions,
  type Client,
  type ClientOptions,
  type ClientReadableStream,
  type ClientUnaryCall,
  credentials,
  type Metadata,
  type MethodDefinition,
  makeClientConstructor,
  type ServiceError,
} from "@grpc/grpc-js";
import { BackendServiceDefinition } from "../../emulator/grpc/generated/backend_service.ts";
import { TaskHubSidecarServiceDefinition } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { SandboxActivitiesDefinition } from "../../emulator/grpc/generated/sandbox_service.ts";
import type { Encoder } from "../../emulator/grpc/transport/frame.ts";
import { serializer } from "./serializer.ts";

/** A service as the protocol's generated code describes it. */
interface Description {
  readonly fullName: string;
  readonly methods: { readonly [key: string]: Described };
}

interface Described {
  readonly name: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestType: MessageType;
  readonly responseType: MessageType;
}

interface MessageType extends Encoder<never> {
  decode(bytes: Uint8Array): unknown;
}

type Message<Type extends MessageType> = ReturnType<Type["decode"]>;
type Methods<Service extends Description> = Service["methods"];

/** The same service as grpc-js, Google's implementation for Node, describes it. */
export type ServiceOf<Service extends Description> = {
  readonly [Key in keyof Methods<Service>]: MethodDefinition<
    Message<Methods<Service>[Key]["requestType"]>,
    Message<Methods<Service>[Key]["responseType"]>
  >;
};

/** A call for each method of the service. */
export type ClientOf<Service extends Description> = {
  readonly [Key in keyof Methods<Service>]: CallOf<Methods<Service>[Key]>;
} & Pick<Client, "close" | "waitForReady">;

type CallOf<Method extends Described> = Method["responseStream"] extends true
  ? (
      request: Message<Method["requestType"]>,
      metadata: Metadata,
    ) => Stream<Message<Method["responseType"]>>
  : (
      request: Message<Method["requestType"]>,
      metadata: Metadata,
      ...rest: OptionsAndReply<Message<Method["responseType"]>>
    ) => ClientUnaryCall;

type OptionsAndReply<Response> =
  | [reply: Reply<Response>]
  | [options: CallOptions, reply: Reply<Response>];

type Reply<Response> = (error: ServiceError | null, response: Response) => void;

type Stream<Message> = ClientReadableStream<Message> & AsyncIterable<Message>;

export const TaskHubSidecarServiceService = serviceOf(TaskHubSidecarServiceDefinition);
export const BackendServiceService = serviceOf(BackendServiceDefinition);
export const SandboxActivitiesService = serviceOf(SandboxActivitiesDefinition);

export type SidecarClient = ClientOf<typeof TaskHubSidecarServiceDefinition>;

/** Connects to a host and port, in clear text. */
export function connectSidecarClient(host: string, options: ClientOptions = {}): SidecarClient {
  const Client = makeClientConstructor(TaskHubSidecarServiceService, "TaskHubSidecarService");
  return new Client(host, credentials.createInsecure(), options) as unknown as SidecarClient;
}

function serviceOf<Service extends Description>({ fullName, methods }: Service) {
  const described = Object.entries(methods).map(([key, method]) => [
    key,
    {
      path: `/${fullName}/${method.name}`,
      requestStream: method.requestStream,
      responseStream: method.responseStream,
      requestSerialize: serializer(method.requestType),
      requestDeserialize: method.requestType.decode,
      responseSerialize: serializer(method.responseType),
      responseDeserialize: method.responseType.decode,
    },
  ]);
  return Object.fromEntries(described) as ServiceOf<Service>;
}
