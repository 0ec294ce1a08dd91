import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { serializer } from "../../test/grpc/serializer.ts";
import type { Connect } from "./lean-client.ts";

/** Calls by Google's implementation for Node, which the JavaScript SDK uses, too. */
export const connectByGrpcJs: Connect = ({ address, service, taskHub }) => {
  const client = new Client(address, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set("taskhub", taskHub);
  const pathOf = (name: string) => `/${service}/${name}`;
  return {
    call({ name, requestType, responseType }, request, answered) {
      const { decode } = responseType;
      const reply = (error: Error | null, response: ReturnType<typeof decode> | undefined) => {
        if (error !== null || response === undefined) throw error;
        answered(response);
      };
      const encode = serializer(requestType);
      client.makeUnaryRequest(pathOf(name), encode, decode, request, metadata, reply);
    },
    open({ name, requestType, responseType }, request, onMessage) {
      const encode = serializer(requestType);
      client
        .makeServerStreamRequest(pathOf(name), encode, responseType.decode, request, metadata)
        .on("data", onMessage)
        // The load's end cuts it.
        .on("error", () => {});
    },
  };
};
