import { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { Encoder } from "../../emulator/grpc/transport/frame.ts";

/** How grpc-js is told to write the messages of one type. */
export function serializer<Message>({ encode }: Encoder<Message>) {
  return (message: Message) => Buffer.from(encode(message, new BinaryWriter()).finish());
}
