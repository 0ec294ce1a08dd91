// `node scripts/launch.mjs scripts/start.ts …` runs a TypeScript script from a fresh clone: under
// the Node that was installed, for as long as whoever asked for it lives, with its exit code.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runChild } from "./run-child.mjs";
import "./setup.mjs";

const bin = fileURLToPath(new URL("../node_modules/node/bin/", import.meta.url));
const node = join(bin, process.platform === "win32" ? "node.exe" : "node");
process.exitCode = await runChild(node, process.argv.slice(2), {}, { end: "SIGTERM" });
