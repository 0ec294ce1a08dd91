import { connectByHttp2 } from "./http2-client.ts";
import { runLean } from "./lean-load.ts";

await runLean(connectByHttp2);
