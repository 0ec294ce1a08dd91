import { createRequire } from "node:module";

// Pulumi's messages are made with the protocol buffers that its own package brings.
const ofPulumi = createRequire(
  createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"),
);

type StructModule = typeof import("google-protobuf/google/protobuf/struct_pb.js");
type AnyModule = typeof import("google-protobuf/google/protobuf/any_pb.js");
type EmptyModule = typeof import("google-protobuf/google/protobuf/empty_pb.js");

const { Struct }: StructModule = ofPulumi("google-protobuf/google/protobuf/struct_pb.js");
const { Empty }: EmptyModule = ofPulumi("google-protobuf/google/protobuf/empty_pb.js");
const { Any }: AnyModule = ofPulumi("google-protobuf/google/protobuf/any_pb.js");

export { Any, Empty, Struct };
