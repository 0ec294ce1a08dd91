import { connectByGrpcJs } from "./grpc-js-client.ts";
import { runLean } from "./lean-load.ts";

await runLean(connectByGrpcJs);
