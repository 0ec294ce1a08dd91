import type { Encoder } from "../../emulator/grpc/transport/frame.ts";

/** A method as the protocol's generated code describes it. */
export interface Method<Request, Response> {
  readonly name: string;
  readonly requestType: Encoder<Request>;
  readonly responseType: { decode(bytes: Uint8Array): Response };
}

/** The least that a client needs of gRPC. Whatever goes wrong ends the process. */
export interface LeanClient {
  call<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    answered: (response: Response) => void,
  ): void;
  /** Tells each message of a stream that stays open. */
  open<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    onMessage: (message: Response) => void,
  ): void;
}

/** Where the calls go, as a client's address, a service's full name and a task hub's name. */
export interface Target {
  readonly address: string;
  readonly service: string;
  readonly taskHub: string;
}

export type Connect = (target: Target) => LeanClient;
